package io.parley.bootstrap.doctor;

import io.parley.adapter.redis.RedisConfig;
import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.DatabaseConfig.Embedded;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.config.Secret;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Looks at one thing after the other. Changes nothing, and may run beside the service. */
public final class Checkup {
  private final ChatConfig config;
  private final Clock clock;

  public Checkup(ChatConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Blocks, for some seconds at most for each thing that does not answer. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(MachineCheck.findings());
    findings.add(PortCheck.finding(config.http().port()));
    findings.addAll(DirectoryCheck.findings(config.dataDirectory()));
    if (config.database() instanceof External database) {
      findings.addAll(new DatabaseCheck(database, clock).findings());
    } else if (config.database() instanceof Embedded) {
      findings.add(Finding.good("Database", "PostgreSQL of our own, in " + config.dataDirectory()));
    }
    config.standby().map(StandbyCheck::finding).ifPresent(findings::add);
    config
        .cluster()
        .redisUrl()
        .map(Secret::text)
        .ifPresent(url -> findings.addAll(RedisCheck.findings(RedisConfig.of(url), clock)));
    return findings;
  }
}
