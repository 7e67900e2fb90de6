package io.parley.bootstrap;

import static io.parley.bootstrap.MarkdownTable.code;

import io.parley.bootstrap.config.Setting;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every setting of the service, from the table that its parser is made of. */
final class SettingsReference {
  private static final String INTRODUCTION =
      """
      # Settings

      Each is an environment variable and a flag of `./chat serve` and `./chat doctor`; the flag wins. A variable that is empty counts as not set. A secret may be in a file, which the
      variable with `_FILE` names; one line break at the file's end does not count, and setting both is a mistake. All mistakes are reported at once, and the service does not start.

      A limit (`CHAT_LIMIT_…`) of `20` is 20 a second and 200 at once, `20:50` is 20 and 50, `off` is none.

      What they are for: [operations](../operations.md), [security](../security.md). This page is made from the code (`Setting`) by `ReferenceTest`.

      """;
  private static final Pattern DEFAULT = Pattern.compile("\\s*\\(default: (.*)\\)$");

  private SettingsReference() {}

  static String text() {
    MarkdownTable table = new MarkdownTable("Variable", "Flag", "Default", "Meaning");
    for (Setting setting : Setting.values()) {
      Matcher fallback = DEFAULT.matcher(setting.description());
      boolean found = fallback.find();
      table.row(
          variables(setting),
          code(setting.flag() + " " + setting.valueLabel()),
          found ? fallback.group(1) : "",
          found ? setting.description().substring(0, fallback.start()) : setting.description());
    }
    return INTRODUCTION + table;
  }

  private static String variables(Setting setting) {
    return setting.isSecret()
        ? code(setting.variable()) + ", " + code(setting.fileVariable())
        : code(setting.variable());
  }
}
