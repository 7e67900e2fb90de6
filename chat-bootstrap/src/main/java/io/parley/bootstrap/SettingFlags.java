package io.parley.bootstrap;

import io.parley.bootstrap.config.Setting;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes flags of settings, and puts the flags that were given over the environment. */
final class SettingFlags {
  /** Different ways to name a database: a flag of one way silences the variables of the other. */
  private static final Set<Setting> URL = EnumSet.of(Setting.DATABASE_URL);

  private static final Set<Setting> PARTS =
      EnumSet.of(Setting.DB_HOST, Setting.DB_PORT, Setting.DB_NAME);

  private SettingFlags() {}

  static void add(CommandSpec command, Set<Setting> settings) {
    for (Setting setting : settings) {
      OptionSpec.Builder option =
          OptionSpec.builder(setting.flag())
              .paramLabel(setting.valueLabel())
              .description(
                  setting.description().replace("%", "%%"), "Variable: " + variables(setting))
              .type(String.class);
      if (setting.isSwitch()) {
        option.arity("0..1").fallbackValue("true");
      }
      command.addOption(option.build());
    }
  }

  private static String variables(Setting setting) {
    return setting.isSecret()
        ? setting.variable() + ", or " + setting.fileVariable() + " for a file that holds it"
        : setting.variable();
  }

  static Map<String, String> over(Map<String, String> environment, ParseResult parsed) {
    Map<String, String> values = new HashMap<>(environment);
    Map<Setting, String> given = given(parsed);
    if (given.keySet().stream().anyMatch(URL::contains)) {
      PARTS.forEach(setting -> silence(setting, values));
    } else if (given.keySet().stream().anyMatch(PARTS::contains)) {
      URL.forEach(setting -> silence(setting, values));
    }
    given.forEach(
        (setting, value) -> {
          silence(setting, values);
          values.put(setting.variable(), value);
        });
    return values;
  }

  private static void silence(Setting setting, Map<String, String> values) {
    values.remove(setting.variable());
    if (setting.isSecret()) {
      values.remove(setting.fileVariable());
    }
  }

  private static Map<Setting, String> given(ParseResult parsed) {
    Map<Setting, String> given = new HashMap<>();
    for (Setting setting : Setting.values()) {
      if (parsed.hasMatchedOption(setting.flag())) {
        given.put(setting, parsed.matchedOptionValue(setting.flag(), ""));
      }
    }
    return given;
  }
}
