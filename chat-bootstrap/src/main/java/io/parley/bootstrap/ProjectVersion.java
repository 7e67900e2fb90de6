package io.parley.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of the project, as the build wrote it. */
final class ProjectVersion implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"chat " + number()};
  }

  /** Such as {@code 0.1.0}. */
  static String number() throws IOException {
    try (InputStream content = ProjectVersion.class.getResourceAsStream("version.properties")) {
      if (content == null) {
        throw new IOException("version.properties is missing");
      }
      Properties properties = new Properties();
      properties.load(content);
      return properties.getProperty("version");
    }
  }
}
