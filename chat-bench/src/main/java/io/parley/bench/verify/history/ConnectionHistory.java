package io.parley.bench.verify.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What happened on one connection of a user's device, in its order. Entries are a kind and five
 * numbers each: a run of ten minutes has millions of them. Written by one thread; read when it has
 * stopped.
 */
public final class ConnectionHistory {
  private static final int WIDTH = 5;
  private static final int FIRST_SIZE = 64;

  private final long user;
  private final int device;
  private final int number;
  private EntryKind[] kinds = new EntryKind[FIRST_SIZE];
  private long[] numbers = new long[FIRST_SIZE * WIDTH];
  private int size;

  /**
   * @param device of the user, from 1 on
   * @param number of the device's connections, from 1 on
   */
  public ConnectionHistory(long user, int device, int number) {
    this.user = user;
    this.device = device;
    this.number = number;
  }

  /** Hears of entries, one after the other. */
  @FunctionalInterface
  public interface Reader {
    void entry(
        int index,
        long millis,
        EntryKind kind,
        long conversation,
        long first,
        long second,
        long third);
  }

  public long user() {
    return user;
  }

  public int device() {
    return device;
  }

  public int number() {
    return number;
  }

  public int size() {
    return size;
  }

  /**
   * Adds an entry.
   *
   * @param millis since the run began
   * @param conversation 0 if it is about none
   */
  public void add(
      long millis, EntryKind kind, long conversation, long first, long second, long third) {
    int at = size * WIDTH;
    if (at == numbers.length) {
      kinds = Arrays.copyOf(kinds, size * 2);
      numbers = Arrays.copyOf(numbers, at * 2);
    }
    kinds[size] = kind;
    numbers[at] = millis;
    numbers[at + 1] = conversation;
    numbers[at + 2] = first;
    numbers[at + 3] = second;
    numbers[at + 4] = third;
    size++;
  }

  /** Reads all entries. */
  public void forEach(Reader reader) {
    for (int i = 0; i < size; i++) {
      int at = i * WIDTH;
      reader.entry(
          i,
          millis(i),
          kind(i),
          numbers[at + 1],
          numbers[at + 2],
          numbers[at + 3],
          numbers[at + 4]);
    }
  }

  private EntryKind kind(int index) {
    return kinds[index];
  }

  private long millis(int index) {
    return numbers[index * WIDTH];
  }

  /**
   * The entries about a conversation, and about none, around one of them, to be printed.
   *
   * @param index of the entry in the middle
   * @param count at most so many
   */
  public List<String> around(int index, long conversation, int count) {
    List<Integer> chosen = new ArrayList<>();
    int before = 0;
    for (int i = Math.min(index, size - 1); i >= 0 && before < count * 3 / 4; i--) {
      if (concerns(i, conversation)) {
        chosen.add(0, i);
        before++;
      }
    }
    for (int i = index + 1; i < size && chosen.size() < count; i++) {
      if (concerns(i, conversation)) {
        chosen.add(i);
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(toString());
    for (int i : chosen) {
      int at = i * WIDTH;
      lines.add(
          String.format(
              Locale.ROOT,
              "%s %9.3f s  %s",
              i == index ? "->" : "  ",
              millis(i) / 1_000.0,
              kind(i)
                  .describe(numbers[at + 1], numbers[at + 2], numbers[at + 3], numbers[at + 4])));
    }
    return lines;
  }

  private boolean concerns(int index, long conversation) {
    long about = numbers[index * WIDTH + 1];
    return about == conversation || about == 0;
  }

  @Override
  public String toString() {
    return "connection " + number + " of device " + device + " of user " + user;
  }
}
