package ca.rocketreception.app;

import ca.rocketreception.retell.SimulatedCalls;
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
import java.util.Optional;
import java.util.Random;
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
final class RehearseCommand implements Callable<Integer> {

  private static final String WEBHOOK_KEY = "key_of_the_rehearsal";
  private static final String OPERATOR_KEY = "operator-key-of-the-rehearsal-000";
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
      new SimulatedCalls(URI.create(server), WEBHOOK_KEY, Installation.CLOCK, new Random(1))
          .play(
              new SimulatedCalls.Plan(
                  Seeds.OWN_NUMBER, Optional.empty(), Optional.empty(), 9, 0, true, ""));
      for (String path : PATHS) {
        get(http, server + path);
      }
    }
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

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
