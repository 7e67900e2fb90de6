package shop;

import io.parley.adapter.postgres.PostgresStores;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.stereotype.Component;

/** Shows the shop's accounts to the chat, once the chat's own tables are there. */
@Component
class ChatUsers {
  /**
   * @param made the stores: the tables are made before they open
   */
  ChatUsers(DataSource database, PostgresStores made) {
    new ResourceDatabasePopulator(new ClassPathResource("chat-users.sql")).execute(database);
  }
}
