package io.parley.bootstrap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.bootstrap.config.Secret;
import io.parley.bootstrap.config.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir private Path temporary;

  @Test
  void givenNoDirectory_whenOpened_thenOnlyTheOwnerCanReadIt() throws IOException {
    Path path = temporary.resolve("deep").resolve("data");

    try (DataDirectory directory = DataDirectory.open(path)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void givenOpenDirectory_whenOpenedAgain_thenItIsRefusedUntilClosed() {
    DataDirectory first = DataDirectory.open(temporary);

    assertThatThrownBy(() -> DataDirectory.open(temporary))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("Another service runs on the data directory " + temporary);

    first.close();
    DataDirectory.open(temporary).close();
  }

  @Test
  void givenFileInItsPlace_whenOpened_thenTheOperatorIsTold() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("--data-dir");
  }

  @Test
  void givenNoSecret_whenGenerated_thenItIsKeptForTheOwnerOnly() throws IOException {
    SecretFile file = SecretFile.demoJwtSecret(temporary);
    assertThat(file.read()).isEmpty();

    Secret secret = file.readOrGenerate();

    assertThat(secret.text()).hasSize(64);
    assertThat(file.read()).contains(secret);
    assertThat(file.readOrGenerate()).isEqualTo(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
  }
}
