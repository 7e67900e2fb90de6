package io.parley.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.server.ServedChat;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** When there is a chat, and what is said if there cannot be one. No database is asked. */
class ChatAutoConfigurationTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  ChatAutoConfiguration.class, ChatHealthAutoConfiguration.class));

  private ApplicationContextRunner withDatabase() {
    return application.withBean(DataSource.class, DriverManagerDataSource::new);
  }

  @Test
  void givenNoDatabase_whenTheApplicationStarts_thenThereIsNoChat() {
    application.run(
        context -> assertThat(context).hasNotFailed().doesNotHaveBean(ServedChat.class));
  }

  @Test
  void givenAChatThatIsTurnedOff_whenTheApplicationStarts_thenThereIsNone() {
    withDatabase()
        .withPropertyValues("parley.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(ServedChat.class)
                    .doesNotHaveBean(ChatHealthIndicator.class));
  }

  @Test
  void givenKeysOfAFormThatIsUnknown_whenTheApplicationStarts_thenItSaysWhichPropertyIsWrong() {
    withDatabase()
        .withPropertyValues("parley.user-keys=colour")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("parley.user-keys")
                    .hasStackTraceContaining("UserKeyForm.colour"));
  }
}
