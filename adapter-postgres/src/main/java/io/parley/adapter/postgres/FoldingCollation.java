package io.parley.adapter.postgres;

import java.util.List;
import org.jooq.Collation;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collation by which searches fold case. That of the database may know ASCII only, or the
 * particular rules of a language, and would find other messages than {@link
 * io.parley.domain.message.FoldedText}.
 */
final class FoldingCollation {
  private static final Logger LOG = LoggerFactory.getLogger(FoldingCollation.class);

  /**
   * From the one that every PostgreSQL has since 17, over those of most systems, to that of ICU,
   * which folds a Greek sigma by its place in the word.
   */
  private static final String[] CANDIDATES = {
    "pg_c_utf8", "C.utf8", "C.UTF-8", "en_US.utf8", "en_US.UTF-8", "und-x-icu"
  };

  private static final String UPPER = "\u00c4\u0416\u03a9";
  private static final String LOWER = "\u00e4\u0436\u03c9";

  private volatile @Nullable Collation found;

  /** Whether a text contains another one, whatever the case. */
  Condition contains(DSLContext dsl, Field<String> text, String part) {
    return text.collate(collation(dsl)).containsIgnoreCase(part);
  }

  private Collation collation(DSLContext dsl) {
    Collation collation = found;
    if (collation == null) {
      collation = find(dsl);
      found = collation;
    }
    return collation;
  }

  private static Collation find(DSLContext dsl) {
    for (Name name : candidates(dsl)) {
      Collation collation = DSL.collation(name);
      if (folds(dsl, collation)) {
        return collation;
      }
    }
    LOG.warn(
        "No collation of the database folds the case of all scripts: until the search index has"
            + " them, messages are found by the database's own rules");
    return DSL.collation(DSL.name("pg_catalog", "default"));
  }

  /** A collation may be listed whose locale the system does not have any more. */
  private static boolean folds(DSLContext dsl, Collation collation) {
    Condition folds = DSL.val(UPPER).collate(collation).likeIgnoreCase(LOWER);
    try {
      return dsl.select(DSL.field(folds)).fetchSingle().value1();
    } catch (DataAccessException e) {
      if (!isUnusable(String.valueOf(e.sqlState()))) {
        throw e;
      }
      LOG.debug("{} cannot be used", collation.getName(), e);
      return false;
    }
  }

  /**
   * Whether a failure is about the collation: bad data, an unknown name, or nothing of this kind.
   */
  private static boolean isUnusable(String sqlState) {
    return sqlState.startsWith("22") || sqlState.startsWith("42") || sqlState.startsWith("0A");
  }

  private static List<Name> candidates(DSLContext dsl) {
    Field<String> name = DSL.field("collname::text", SQLDataType.VARCHAR);
    Field<Integer> rank =
        DSL.field(
            "array_position({0}::text[], collname::text)",
            SQLDataType.INTEGER, DSL.val(CANDIDATES));
    return dsl.select(name)
        .from("pg_catalog.pg_collation")
        .where("collnamespace = 'pg_catalog'::regnamespace AND collisdeterministic")
        .and("collencoding IN (-1, pg_char_to_encoding(getdatabaseencoding()))")
        .and(rank.isNotNull())
        .orderBy(rank)
        .fetch(row -> DSL.name("pg_catalog", row.value1()));
  }
}
