package io.parley.bootstrap.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Java, and what the system lets a process have. */
final class MachineCheck {
  private static final int OLDEST_JAVA = 17;
  private static final long MIB = 1 << 20;
  private static final long SMALL_HEAP_MIB = 200;

  /** Each socket is one; fewer do not suit many users. */
  private static final long FEW_FILES = 10_000;

  private MachineCheck() {}

  static List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(heap());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      findings.add(files(system.getMaxFileDescriptorCount()));
    }
    return findings;
  }

  private static Finding java() {
    Runtime.Version version = Runtime.version();
    String found = version + " on " + System.getProperty("os.name") + " " + architecture();
    return version.feature() < OLDEST_JAVA
        ? Finding.bad("Java", found, "Install a JDK " + OLDEST_JAVA + " or newer.")
        : Finding.good("Java", found);
  }

  private static String architecture() {
    return System.getProperty("os.arch")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors";
  }

  private static Finding heap() {
    long megabytes = Runtime.getRuntime().maxMemory() / MIB;
    String found = String.format(Locale.ROOT, "%,d MB for the heap", megabytes);
    return megabytes < SMALL_HEAP_MIB
        ? Finding.warning(
            "Memory",
            found,
            "Give the machine or container more, or CHAT_JAVA_OPTIONS=-Xmx512m: docs/operations.md"
                + " says how much for how many sockets.")
        : Finding.good("Memory", found);
  }

  private static Finding files(long most) {
    String found = String.format(Locale.ROOT, "%,d", most);
    return most < FEW_FILES
        ? Finding.warning(
            "Open files", found, "Each socket is one: raise the limit (ulimit -n, LimitNOFILE).")
        : Finding.good("Open files", found);
  }
}
