package io.parley.bootstrap.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where secrets, the search index and the embedded database are. */
final class DirectoryCheck {
  private static final String SUBJECT = "Data directory";
  private static final long MIB = 1 << 20;
  private static final long LITTLE_MIB = 1_024;

  private DirectoryCheck() {}

  static List<Finding> findings(Path directory) {
    Path present = nearestPresent(directory);
    List<Finding> findings = new ArrayList<>();
    findings.add(writable(directory, present));
    space(present).ifPresent(findings::add);
    return findings;
  }

  private static Finding writable(Path directory, Path present) {
    if (!Files.isDirectory(present)) {
      return Finding.bad(SUBJECT, present + " is no directory", "Name another with --data-dir.");
    }
    if (!Files.isWritable(present)) {
      return Finding.bad(
          SUBJECT,
          present + " cannot be written to",
          "Let the service's user write there, or name another with --data-dir.");
    }
    return Finding.good(
        SUBJECT, directory + (present.equals(directory) ? "" : ", which will be made"));
  }

  private static Optional<Finding> space(Path present) {
    try {
      long megabytes = Files.getFileStore(present).getUsableSpace() / MIB;
      String found = String.format(Locale.ROOT, "%,d MB free", megabytes);
      return Optional.of(
          megabytes < LITTLE_MIB
              ? Finding.warning("Disk", found, "Make room: a full disk stops the database.")
              : Finding.good("Disk", found));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path nearestPresent(Path directory) {
    Path present = directory;
    while (!Files.exists(present) && present.getParent() != null) {
      present = present.getParent();
    }
    return present;
  }
}
