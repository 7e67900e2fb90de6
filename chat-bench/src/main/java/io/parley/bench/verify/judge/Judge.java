package io.parley.bench.verify.judge;

import io.parley.bench.verify.history.ConnectionHistory;
import io.parley.bench.verify.history.Features;
import io.parley.bench.verify.history.Records;
import io.parley.bench.verify.history.Truth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds every broken promise in what the clients have written down. */
public final class Judge {
  private Judge() {}

  /**
   * Judges a run that is over: everything was answered, every device has caught up.
   *
   * @param features what the server can do; what it cannot do is not judged
   */
  public static List<Violation> judge(Features features, Records records, Truth truth) {
    Case run = new Case(features, records, truth);
    new StoredJudge(run).judge();
    new AnswerJudge(run).judge();
    Map<String, List<ConnectionHistory>> devices = new LinkedHashMap<>();
    for (ConnectionHistory connection : records.connections()) {
      new ConnectionJudge(run, connection).judge();
      devices
          .computeIfAbsent(
              connection.user() + "/" + connection.device(), device -> new ArrayList<>())
          .add(connection);
    }
    devices.values().forEach(connections -> new DeviceJudge(run, connections).judge());
    new ChangeJudge(run).judge();
    return List.copyOf(run.violations());
  }
}
