package io.parley.adapter.postgres;

import static io.parley.adapter.postgres.jooq.Tables.DELETED_BLOCKS;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/**
 * Counts the deleted messages of each block of a conversation's sequence, so that the n-th message
 * that is not deleted is found without counting those before it. A conversation without deleted
 * messages has no rows, and sending touches none.
 */
final class DeletedBlocks {
  /** Sequence numbers in a block; the migration and the data know it too. */
  private static final long SIZE = 1_000;

  private DeletedBlocks() {}

  /** Notes that a message is now deleted; call with the conversation locked. */
  static void deleted(DSLContext dsl, long conversation, long sequence) {
    dsl.insertInto(
            DELETED_BLOCKS,
            DELETED_BLOCKS.CONVERSATION_ID,
            DELETED_BLOCKS.BLOCK,
            DELETED_BLOCKS.DELETED)
        .values(conversation, blockOf(sequence), 1L)
        .onConflict(DELETED_BLOCKS.CONVERSATION_ID, DELETED_BLOCKS.BLOCK)
        .doUpdate()
        .set(DELETED_BLOCKS.DELETED, DELETED_BLOCKS.DELETED.plus(1L))
        .execute();
  }

  /** Notes that a deleted message is not deleted any more; call with the conversation locked. */
  static void restored(DSLContext dsl, long conversation, long sequence) {
    dsl.update(DELETED_BLOCKS)
        .set(DELETED_BLOCKS.DELETED, DELETED_BLOCKS.DELETED.minus(1L))
        .where(DELETED_BLOCKS.CONVERSATION_ID.eq(conversation))
        .and(DELETED_BLOCKS.BLOCK.eq(blockOf(sequence)))
        .execute();
  }

  /**
   * Where to begin to read to skip the oldest messages of a conversation that are not deleted.
   * Reads at most one row for each block with deleted messages.
   */
  static Start skip(DSLContext dsl, long conversation, long messages) {
    Field<Long> shownBefore =
        DELETED_BLOCKS
            .BLOCK
            .times(SIZE)
            .minus(sum(DELETED_BLOCKS.DELETED).over().orderBy(DELETED_BLOCKS.BLOCK))
            .plus(DELETED_BLOCKS.DELETED)
            .cast(SQLDataType.BIGINT)
            .as("shown_before");
    var blocks =
        select(DELETED_BLOCKS.BLOCK, DELETED_BLOCKS.DELETED, shownBefore)
            .from(DELETED_BLOCKS)
            .where(DELETED_BLOCKS.CONVERSATION_ID.eq(conversation))
            .asTable("blocks");
    return dsl.selectFrom(blocks)
        .where(blocks.field(shownBefore).le(messages))
        .orderBy(blocks.field(DELETED_BLOCKS.BLOCK).desc())
        .limit(1)
        .fetchOptional(row -> start(row.value1(), row.value2(), messages - row.value3()))
        .orElse(new Start(messages + 1, 0));
  }

  /** The last block with deleted messages that begins at or before the wanted message. */
  private static Start start(long block, long deleted, long toSkip) {
    long shown = SIZE - deleted;
    return toSkip < shown
        ? new Start(block * SIZE + 1, toSkip)
        : new Start((block + 1) * SIZE + toSkip - shown + 1, 0);
  }

  private static long blockOf(long sequence) {
    return (sequence - 1) / SIZE;
  }

  /**
   * Where to begin.
   *
   * @param sequence to read from
   * @param skip how many messages that are not deleted to leave out from there on, less than a
   *     block
   */
  record Start(long sequence, long skip) {}
}
