package io.parley.bootstrap.demo;

import io.parley.domain.user.UserId;
import java.util.List;

/** Somebody to try the service with. */
public record DemoUser(UserId id, String name, String username, String profileName) {
  /** All of them; the ids are 1 to 6. */
  public static final List<DemoUser> ALL =
      List.of(
          of(1, "Amara Okafor", "amara", "Amara"),
          of(2, "Jonas Lindqvist", "jonas", "Jonas L."),
          of(3, "Mei Tanaka", "mei", "Mei"),
          of(4, "Rafael Duarte", "rafael", "Rafa"),
          of(5, "Zeynep Ateş", "zeynep", "Zeynep"),
          of(6, "Oliver Grant", "oliver", "Oliver G."));

  private static DemoUser of(long id, String name, String username, String profileName) {
    return new DemoUser(new UserId(id), name, username, profileName);
  }
}
