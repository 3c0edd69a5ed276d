package ca.rocketreception.http.routing;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.http.Reception;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A business switches its receptionist on and off. */
final class SwitchTest {

  private static final String PATH = "/v1/subscribers/prairie-dental/switch";

  private final Reception reception = new Reception();

  @AfterEach
  void close() {
    reception.close();
  }

  private HttpResponse<String> put(String body) {
    return reception.send(
        reception
            .request(PATH)
            .header("Authorization", "Bearer " + reception.dentistKey)
            .PUT(BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  @Test
  void it_is_on_off_until_a_moment_or_follows_a_schedule() {
    assertThat(reception.get(PATH, reception.dentistReadKey).body())
        .isEqualTo("{\"mode\":\"ON\",\"until\":null,\"hours\":[],\"answers\":true}");

    assertThat(put("{'mode':'OFF'}").body()).contains("\"answers\":false");
    assertThat(put("{'mode':'OFF','until':'2099-01-01T00:00:00Z'}").body())
        .contains("\"until\":\"2099-01-01T00:00:00Z\"", "\"answers\":false");
    assertThat(put("{'mode':'OFF','until':'2001-01-01T00:00:00Z'}").body())
        .contains("\"answers\":true");
    assertThat(
            put("{'mode':'SCHEDULE','hours':[{'day':'SUNDAY','opens':'01:00','closes':'01:01'}]}")
                .body())
        .contains("SUNDAY", "\"answers\":false");
    assertThat(put("{'mode':'ON'}").body()).contains("\"answers\":true");
    assertThat(reception.get("/v1/subscribers/prairie-dental/audit", reception.dentistKey).body())
        .contains("switched reception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'mode':'AWAY'}",
        "{'mode':'SCHEDULE'}",
        "{'mode':'ON','until':'2099-01-01T00:00:00Z'}",
        "{'mode':'OFF','until':'tomorrow'}",
        "{'mode':'OFF','hours':[{'day':'SUNDAY','opens':'01:00','closes':'02:00'}]}",
      })
  void what_makes_no_sense_is_refused_and_changes_nothing(String body) {
    assertThat(put(body).statusCode()).isEqualTo(400);
    assertThat(reception.get(PATH, reception.dentistKey).body()).contains("\"mode\":\"ON\"");
  }
}
