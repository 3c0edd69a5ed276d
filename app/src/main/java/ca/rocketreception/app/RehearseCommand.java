package ca.rocketreception.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.retell.RetellSignature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * A whole short day of a node, for the JDK to note which classes it needs: run with {@code
 * -XX:AOTCacheOutput=FILE}, and start with {@code -XX:AOTCache=FILE} afterwards.
 */
@Command(
    name = "rehearse",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Serves a few calls on a database that is thrown away, then ends.")
public final class RehearseCommand implements Callable<Integer> {

  private static final String WEBHOOK_KEY = "key_of_the_rehearsal";
  private static final String OPERATOR_KEY = "operator-key-of-the-rehearsal-000";
  private static final int CALLS = 9;
  private static final String QUESTION =
      """
      {"event":"call_inbound",
       "call_inbound":{"from_number":"+12045550199","to_number":"%s","agent_id":"agent_rehearsal"}}
      """;
  private static final String EVENT =
      """
      {"event":"%s",
       "call":{"call_id":"call_rehearsal_%d","call_type":"phone_call","direction":"inbound",
               "agent_id":"agent_rehearsal","from_number":"+12045550199","to_number":"%s",
               "call_status":"ended","start_timestamp":%d,"end_timestamp":%d,"duration_ms":60000,
               "disconnection_reason":"user_hangup",
               "transcript_object":[{"role":"agent","content":"Rocket Science Designs, hello."},
                                    {"role":"user","content":"Are you open today?"},
                                    {"role":"agent","content":"Until five."}],
               "call_analysis":{"call_summary":"Asked for the hours.","user_sentiment":"Neutral",
                                "call_successful":true},
               "call_cost":{"combined_cost":7.5,
                            "product_costs":[{"product":"retell_platform","cost":7.5}]}}}
      """;
  private static final List<String> PATHS =
      List.of(
          "/",
          "/health/live",
          "/metrics",
          "/v1/subscribers",
          "/v1/subscribers/rocketsciencedesigns/interactions",
          "/v1/subscribers/nobody");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("rocket-rehearsal");
    Map<String, String> variables =
        Map.of(
            "PORT",
            "0",
            "ROCKET_DATA_DIR",
            directory.toString(),
            "RETELL_WEBHOOK_KEYS",
            WEBHOOK_KEY,
            "OPERATOR_KEY",
            OPERATOR_KEY);
    try (Installation installation = Installation.open(variables)) {
      installation.database().migrate();
      SeedCommand.plant(
          installation.database(),
          SeedCommand.Choice.ALL,
          false,
          new PrintStream(OutputStream.nullOutputStream()));
      Application application =
          Application.start(installation.config(), installation.database(), Installation.CLOCK);
      installation.closeFirst(application);
      play("http://localhost:" + application.port());
    } finally {
      delete(directory);
    }
    return 0;
  }

  private static void play(String server) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (get(http, server + "/health/ready") != 200) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      for (int call = 0; call < CALLS; call++) {
        long start = Installation.CLOCK.millis() - 90_000;
        post(http, server + "/webhooks/retell/inbound", QUESTION.formatted(Seeds.OWN_NUMBER));
        for (String event : List.of("call_started", "call_ended", "call_analyzed")) {
          post(
              http,
              server + "/webhooks/retell",
              EVENT.formatted(event, call, Seeds.OWN_NUMBER, start, start + 60_000));
        }
      }
      for (String path : PATHS) {
        get(http, server + path);
      }
    }
  }

  private static void post(HttpClient http, String address, String text)
      throws IOException, InterruptedException {
    byte[] body = text.getBytes(UTF_8);
    http.send(
        HttpRequest.newBuilder(URI.create(address))
            .header(
                RetellSignature.HEADER,
                RetellSignature.sign(WEBHOOK_KEY, body, Installation.CLOCK.millis()))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private static int get(HttpClient http, String address) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + OPERATOR_KEY)
                .timeout(Duration.ofSeconds(20))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  public static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
