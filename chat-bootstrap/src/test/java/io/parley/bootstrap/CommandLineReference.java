package io.parley.bootstrap;

import static java.util.stream.Collectors.joining;

import io.parley.bootstrap.config.Setting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every command with its help, as it prints it. Flags that are settings are named only: they have a
 * page of their own.
 */
final class CommandLineReference {
  private static final String INTRODUCTION =
      """
      # Command line

      `./chat` builds what is out of date and then runs a command. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. Standard output carries results only; messages and logs go to
      standard error. `CHAT_JAVA_OPTIONS` are options for Java, such as `-Xmx1g`.

      This page is made from the help texts by `ReferenceTest`.
      """;
  private static final Pattern COMMAND = Pattern.compile("^  ([a-z][a-z-]*)(?: .*|$)");
  private static final Pattern OPTION = Pattern.compile("^ {1,8}(?:-[A-Za-z], )?(--[a-z-]+)\\b.*");

  private final StringBuilder page = new StringBuilder(INTRODUCTION);

  private CommandLineReference() {}

  static String text() {
    CommandLineReference reference = new CommandLineReference();
    reference.add(List.of());
    return reference.page.toString();
  }

  private void add(List<String> command) {
    List<String> help = help(command);
    List<String> settings = new ArrayList<>();
    List<String> shown = withoutSettings(help, settings);
    page.append("\n## ")
        .append(("chat " + String.join(" ", command)).strip())
        .append("\n\n```text\n");
    page.append(String.join("\n", shown).stripTrailing()).append("\n```\n");
    if (settings.size() == Setting.values().length) {
      page.append("\nand every [setting](settings.md) as a flag.\n");
    } else if (!settings.isEmpty()) {
      page.append(
          settings.stream()
              .collect(joining("`, `", "\nand as flags these [settings](settings.md): `", "`.\n")));
    }
    subcommands(help).forEach(name -> add(append(command, name)));
  }

  private static List<String> help(List<String> command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(
            append(command, "--help").toArray(String[]::new),
            Map.of(),
            Termination.onRequest(),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    if (exitCode != 0) {
      throw new AssertionError(command + " has no help: " + err);
    }
    return out.toString().lines().map(String::stripTrailing).toList();
  }

  /** An option takes the lines up to the next one, or to what is not indented like its text. */
  private static List<String> withoutSettings(List<String> help, List<String> settings) {
    List<String> rest = new ArrayList<>();
    boolean isSetting = false;
    for (String line : help) {
      Matcher option = OPTION.matcher(line);
      if (option.matches()) {
        isSetting = isSetting(option.group(1));
        if (isSetting) {
          settings.add(option.group(1));
        }
      } else if (!line.startsWith("         ")) {
        isSetting = false;
      }
      if (!isSetting) {
        rest.add(line);
      }
    }
    return rest;
  }

  private static boolean isSetting(String flag) {
    return Arrays.stream(Setting.values()).anyMatch(setting -> setting.flag().equals(flag));
  }

  private static List<String> subcommands(List<String> help) {
    return help.stream()
        .dropWhile(line -> !line.equals("Commands:"))
        .map(COMMAND::matcher)
        .filter(Matcher::matches)
        .map(command -> command.group(1))
        .toList();
  }

  private static List<String> append(List<String> command, String word) {
    List<String> longer = new ArrayList<>(command);
    longer.add(word);
    return longer;
  }
}
