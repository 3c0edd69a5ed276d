package ca.rocketreception.workshop;

import ca.rocketreception.app.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures a server in a process of its own over real HTTP and, in turn with it, what PostgreSQL
 * does with the same statements when nothing else is in the way.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures, on a database of its own that is thrown away.",
    subcommands = {SurviveCommand.class, FuzzCommand.class, StormCommand.class})
final class BenchCommand {

  @Option(
      names = "--connections",
      converter = Values.Some.class,
      defaultValue = "16",
      description = "Connections at once (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--rounds",
      converter = Values.SomeOrNone.class,
      defaultValue = "3",
      description = "Rounds, after one to warm up (${DEFAULT-VALUE}).")
  private int rounds;

  @Command(
      name = "events",
      mixinStandardHelpOptions = true,
      description = "Webhook events recorded, three a call with a transcript of twenty turns.")
  int events(
      @Option(
              names = "--calls",
              converter = Values.Some.class,
              defaultValue = "3000",
              description = "Calls a round (${DEFAULT-VALUE}).")
          int calls)
      throws Exception {
    try (BenchServer bench = new BenchServer(ServerProcess.USUAL_HEAP)) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        String name = round == 0 ? "warm-up" : "round " + round;
        Figures server = bench.record(connections, calls, round);
        Figures alone = Load.run(connections, calls, 1, bench.replayer(round));
        System.out.println(server.line(name + " server, events"));
        System.out.println(alone.line(name + " PostgreSQL alone, calls"));
        if (round > 0) {
          ratios.add(server.perSecond() / (alone.perSecond() * 3));
        }
      }
      System.out.printf(
          Locale.ROOT,
          "events recorded against PostgreSQL alone: median %.2f of it%n",
          median(ratios));
      bench.printServer();
    }
    return 0;
  }

  @Command(
      name = "routing",
      mixinStandardHelpOptions = true,
      description =
          "Inbound calls routed, from memory; beside it one look-up by key in PostgreSQL.")
  int routing(
      @Option(
              names = "--questions",
              converter = Values.Some.class,
              defaultValue = "100000",
              description = "Questions a round (${DEFAULT-VALUE}).")
          int questions,
      @Option(
              names = "--rate",
              converter = Values.Some.class,
              defaultValue = "28500",
              description =
                  "Questions a second of the paced runs, whose times count from when each was due"
                      + " (${DEFAULT-VALUE}: 30 times what the usual Node stack answers at best).")
          int rate)
      throws Exception {
    try (BenchServer bench = new BenchServer(ServerProcess.USUAL_HEAP)) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        String name = round == 0 ? "warm-up" : "round " + round;
        List<byte[]> requests = bench.inboundRequests();
        Load.Workers asking = Load.http(bench.port(), task -> requests.get(task % requests.size()));
        Figures server = Load.run(connections, questions, 1, asking);
        Figures paced = Load.paced(connections, questions, rate, asking);
        Figures alone = Load.run(connections, questions, 1, bench.asker());
        System.out.println(server.line(name + " server, questions"));
        System.out.println(paced.line(name + " server, paced"));
        System.out.println(alone.line(name + " PostgreSQL alone, look-ups"));
        if (round > 0) {
          ratios.add(server.perSecond() / alone.perSecond());
        }
      }
      System.out.printf(
          Locale.ROOT,
          "questions answered against look-ups in PostgreSQL alone: median %.2f of it%n",
          median(ratios));
      bench.printServer();
    }
    return 0;
  }

  @Command(
      name = "reconcile",
      mixinStandardHelpOptions = true,
      description = "Calls that only a double of Retell's has heard of, fetched and merged.")
  int reconcile(
      @Option(
              names = "--calls",
              converter = Values.Some.class,
              defaultValue = "10000",
              description = "How many (${DEFAULT-VALUE}).")
          int calls)
      throws Exception {
    try (ReconcileBench bench = new ReconcileBench()) {
      bench.run(calls);
    }
    return 0;
  }

  @Command(
      name = "usage",
      mixinStandardHelpOptions = true,
      description = "A month of calls added up, billed and audited.")
  public int usage(
      @Option(
              names = "--calls",
              converter = Values.Many.class,
              defaultValue = "1000000",
              description = "Calls of the month that is added up (${DEFAULT-VALUE}).")
          long calls)
      throws Exception {
    try (UsageBench bench = new UsageBench()) {
      bench.run(calls);
    }
    return 0;
  }

  @Command(
      name = "scale",
      mixinStandardHelpOptions = true,
      description =
          "Events recorded with empty and with full tables, and lists read at every depth.")
  int scale(
      @Option(
              names = "--filled",
              converter = Values.Many.class,
              defaultValue = "1000000",
              description = "Whole calls, of one subscriber, that are there (${DEFAULT-VALUE}).")
          long filled,
      @Option(
              names = "--calls",
              converter = Values.Some.class,
              defaultValue = "3000",
              description = "Calls a round (${DEFAULT-VALUE}).")
          int calls)
      throws Exception {
    try (BenchServer bench = new BenchServer(ServerProcess.USUAL_HEAP)) {
      bench.record(connections, calls, 0);
      double empty = recordedPerSecond(bench, calls, 1, "empty");
      long begin = System.nanoTime();
      bench.fill(filled);
      System.out.printf(
          Locale.ROOT,
          "filled with %d calls in %.0f s%n",
          filled,
          (System.nanoTime() - begin) / 1e9);
      bench.record(connections, calls, rounds + 1);
      double full = recordedPerSecond(bench, calls, rounds + 2, "full");
      System.out.printf(
          Locale.ROOT, "events recorded, full against empty: median %.2f of it%n", full / empty);
      System.out.println(bench.readWholeList(200).line("pages of 200, newest to oldest"));
      System.out.println(bench.readWholeList(50).line("pages of 50, newest to oldest"));
      bench.printServer();
    }
    return 0;
  }

  @Command(
      name = "chat",
      mixinStandardHelpOptions = true,
      description =
          "Turns of chats with the built-in receptionist: said, stored, answered, seen on the stream.")
  int chat(
      @Option(
              names = "--turns",
              converter = Values.Some.class,
              defaultValue = "10000",
              description = "Turns a round (${DEFAULT-VALUE}).")
          int turns,
      @Option(
              names = "--rate",
              converter = Values.Some.class,
              defaultValue = "250",
              description = "Turns a second of the paced runs (${DEFAULT-VALUE}).")
          int rate,
      @Option(
              names = "--streams",
              converter = Values.SomeOrNone.class,
              defaultValue = "0",
              description = "Streams that are open and idle meanwhile (${DEFAULT-VALUE}).")
          int streams,
      @Option(
              names = "--heap",
              converter = Values.Heap.class,
              defaultValue = ServerProcess.USUAL_HEAP,
              description = "The server's heap (${DEFAULT-VALUE}).")
          String heap)
      throws Exception {
    List<ChatLoad> idle = new ArrayList<>();
    try (BenchServer bench = new BenchServer(heap)) {
      for (int stream = 0; stream < streams; stream++) {
        ChatLoad visitor = bench.visitor();
        idle.add(visitor);
        visitor.listen();
      }
      for (int round = 0; round <= rounds; round++) {
        String name = round == 0 ? "warm-up" : "round " + round;
        System.out.println(Load.run(connections, turns, 1, bench::visitor).line(name + " turns"));
        System.out.println(
            Load.paced(connections, turns / 2, rate, bench::visitor).line(name + " paced"));
      }
      System.out.println(streams + " idle streams");
      bench.printServer();
    } finally {
      for (ChatLoad visitor : idle) {
        visitor.close();
      }
    }
    return 0;
  }

  private double recordedPerSecond(BenchServer bench, int calls, int first, String name)
      throws InterruptedException {
    List<Double> perSecond = new ArrayList<>();
    for (int round = first; round < first + rounds; round++) {
      Figures server = bench.record(connections, calls, round);
      System.out.println(server.line(name + " tables, events"));
      perSecond.add(server.perSecond());
    }
    return median(perSecond);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }
}
