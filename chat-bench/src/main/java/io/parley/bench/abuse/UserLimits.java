package io.parley.bench.abuse;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The limits of one user, as recommended for production, with which the service is started. */
final class UserLimits {
  @Option(
      names = "--own-limits",
      description = "Leave the service the limits that it has by itself.")
  private boolean own;

  @Option(names = "--limit-sends", defaultValue = "20:100", description = "(${DEFAULT-VALUE})")
  private String sends = "";

  @Option(names = "--limit-typing", defaultValue = "10:50", description = "(${DEFAULT-VALUE})")
  private String typing = "";

  @Option(names = "--limit-joins", defaultValue = "50:1000", description = "(${DEFAULT-VALUE})")
  private String joins = "";

  @Option(names = "--limit-searches", defaultValue = "5:20", description = "(${DEFAULT-VALUE})")
  private String searches = "";

  @Option(names = "--limit-connects", defaultValue = "5:50", description = "(${DEFAULT-VALUE})")
  private String connects = "";

  @Option(names = "--limit-other", defaultValue = "50:500", description = "(${DEFAULT-VALUE})")
  private String other = "";

  /** As settings of the service. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (!own) {
      settings.put("CHAT_LIMIT_SENDS", sends);
      settings.put("CHAT_LIMIT_TYPING", typing);
      settings.put("CHAT_LIMIT_JOINS", joins);
      settings.put("CHAT_LIMIT_SEARCHES", searches);
      settings.put("CHAT_LIMIT_CONNECTS", connects);
      settings.put("CHAT_LIMIT_OTHER", other);
    }
    return settings;
  }

  @Override
  public String toString() {
    return own ? "the service's own" : settings().toString();
  }
}
