package io.parley.bootstrap;

import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.webhooks.Webhooks;
import io.parley.bootstrap.config.ConfigException;
import io.parley.bootstrap.config.DatabaseConfig.External;
import io.parley.bootstrap.database.Schema;
import io.parley.domain.message.MessageId;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Has the webhooks told again. */
@Command(
    name = "replay-webhooks",
    description =
        "Has the host's service told again of a message and of all that follow, and from now on of"
            + " deletes and restores. May run beside the service on a named database.")
final class ReplayWebhooksCommand extends DatabaseCommand {
  @Option(
      names = "--from",
      paramLabel = "<message>",
      required = true,
      description = "The id of the first message, such as the last one that the service knows.")
  private long from;

  ReplayWebhooksCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  void requireUsable() {
    if (from < 1) {
      throw new ConfigException(List.of("--from must be the id of a message: 1 or more"));
    }
  }

  @Override
  int run(External database) {
    try (PostgresStores stores = PostgresStores.open(Schema.storesOf(database))) {
      stores.offsets().reset(Webhooks.CONSUMER, stores.log().before(new MessageId(from)));
      out().println("The webhooks go on from message " + from);
    }
    return ExitCode.OK;
  }
}
