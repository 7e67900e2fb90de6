package io.parley.adapter.websocket.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told, but for times. */
final class RecordingObserver implements EventObserver {
  private final List<String> told = new CopyOnWriteArrayList<>();

  private final List<String> stretches = new CopyOnWriteArrayList<>();

  /** When threads began and ceased to work for events. */
  List<String> stretches() {
    return List.copyOf(stretches);
  }

  @Override
  public Stretch arrived(String event) {
    stretches.add("begin " + event);
    return () -> stretches.add("end " + event);
  }

  List<String> told() {
    return List.copyOf(told);
  }

  @Override
  public void answered(String event, long nanos) {
    told.add(nanos > 0 ? "answered " + event : "answered " + event + " before it came");
  }

  @Override
  public void refused(String event, String code) {
    told.add("refused " + event + " " + code);
  }

  @Override
  public void failed(String event, String code) {
    told.add("failed " + event + " " + code);
  }

  @Override
  public void connectRefused(String code) {
    told.add("refused " + code);
  }

  @Override
  public void caughtUp(int messages) {
    told.add("caught up " + messages);
  }

  @Override
  public void joinOverrun() {
    told.add("overrun");
  }
}
