package io.parley.bootstrap;

import io.parley.adapter.lucene.IndexedMessageSearch;
import io.parley.adapter.postgres.PostgresStores;
import io.parley.adapter.rest.RestApi;
import io.parley.adapter.webhooks.Webhooks;
import io.parley.application.access.RevokeTokens;
import io.parley.bootstrap.config.ChatConfig;
import io.parley.bootstrap.config.WebhookConfig;
import io.parley.bootstrap.data.DataDirectory;
import io.parley.bootstrap.database.RunningDatabase;
import io.parley.bootstrap.database.Schema;
import io.parley.server.ClosingStack;
import io.parley.server.Together;
import io.parley.server.Workers;
import java.time.Clock;

/**
 * What the chat of a service stands on: the database and who follows it, the other nodes, the
 * threads.
 *
 * @param together what follows the commit of a group of messages leaves in one write for each
 *     socket
 * @param workers threads for what blocks, and one for what waits
 */
record Foundation(
    ServiceInstruments instruments,
    Cluster cluster,
    PostgresStores stores,
    Together together,
    IndexedMessageSearch search,
    RevokeTokens revokeTokens,
    ServiceHealth health,
    Workers workers) {

  /**
   * Opens all of it, with the schema brought up to date.
   *
   * @param opened gets whatever is open, also if this fails
   */
  static Foundation open(
      ChatConfig config, ServiceInstruments instruments, Clock clock, ClosingStack opened)
      throws InterruptedException {
    var shown = instruments.shown();
    var database = RunningDatabase.start(config.database(), config.dataDirectory());
    opened.push("database", database);
    migrate(config, database);

    var cluster = Cluster.open(config.cluster(), database, instruments.metrics(), opened);
    var together = new Together();
    var stores =
        PostgresStores.open(
            Schema.storesOf(database.connection()),
            config.standby().map(Schema::standbyOf),
            instruments.groups(together));
    opened.push("stores", stores);
    shown.showStores(stores);

    var search =
        IndexedMessageSearch.open(
            DataDirectory.inside(config.dataDirectory(), "search"),
            stores.log(),
            stores.shownHistory());
    opened.push("search", search);
    config
        .webhook()
        .map(hook -> startWebhooks(hook, stores, clock))
        .ifPresent(
            webhooks -> {
              opened.push("webhooks", webhooks);
              shown.showWebhooks(webhooks);
            });

    var workers = new Workers();
    opened.push("workers", workers);
    shown.showWorkers(workers);
    var revokeTokens = new RevokeTokens(stores.revocations(), clock);
    var health =
        new ServiceHealth(
            System::nanoTime,
            search::isFollowing,
            cluster.bus().map(carrier -> carrier::isConnected));
    Runnable look = health.watched(revokeTokens::look);
    look.run();
    workers.repeat("The look for revoked tokens", RevokeTokens.INTERVAL, look);
    return new Foundation(
        instruments, cluster, stores, together, search, revokeTokens, health, workers);
  }

  private static void migrate(ChatConfig config, RunningDatabase database) {
    Schema.migrate(database.connection());
    if (config.users().source().isStoredHere()) {
      Schema.showOwnProfiles(database.connection());
    }
    Schema.requireNoImport(database.connection());
  }

  private static Webhooks startWebhooks(WebhookConfig config, PostgresStores stores, Clock clock) {
    return Webhooks.start(
        config.url(),
        config.secret(),
        stores.log(),
        stores.history(),
        stores.offsets(),
        RestApi::shape,
        clock);
  }
}
