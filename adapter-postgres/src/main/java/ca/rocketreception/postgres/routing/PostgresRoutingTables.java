package ca.rocketreception.postgres.routing;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.routing.DialingRules;
import ca.rocketreception.domain.routing.ReceptionSwitch;
import ca.rocketreception.domain.routing.RoutingTable;
import ca.rocketreception.ports.driven.routing.ReceptionSwitches;
import ca.rocketreception.ports.driven.routing.RoutingTables;
import ca.rocketreception.ports.driven.usage.Caps;
import ca.rocketreception.ports.driving.Wordless;
import ca.rocketreception.postgres.business.BusinessRows;
import ca.rocketreception.postgres.business.PostgresSubscribers;
import ca.rocketreception.postgres.sql.Background;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's copy of all businesses. A notice reloads one business; a new connection and a timer
 * reload all, so that what was changed by hand is seen too. The timer takes at most a fiftieth of
 * the time. While the database is down the last copy stays; of a business that cannot be read, its
 * own last copy.
 */
public final class PostgresRoutingTables implements RoutingTables {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresRoutingTables.class);
  private static final Duration LONGEST_LOOK_UP = Duration.ofMillis(500);
  private static final Duration NOBODYS_REMEMBERED = Duration.ofSeconds(1);
  private static final int NOBODYS_AT_MOST = 10_000;
  private static final int LOOKING_UP_AT_ONCE = 4;
  private static final int WAITING_TO_LOOK_UP = 256;
  private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(1);
  private static final int PERIOD_PER_LOAD = 50;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

  /** So many businesses changed are sooner read all at once. */
  private static final int ONE_BY_ONE = 50;

  private static final int NOTICES_WAITING = 10_000;

  private final PostgresSubscribers subscribers;
  private final AtomicReference<RoutingTable> table =
      new AtomicReference<>(RoutingTable.of(List.of()));
  private final Map<PhoneNumber, Long> nobodys = new ConcurrentHashMap<>();
  private final Map<PhoneNumber, CompletableFuture<RoutingTable>> lookingUp =
      new ConcurrentHashMap<>();
  private final Caps caps;
  private final ReceptionSwitches switches;
  private final ExecutorService lookUps;

  /** What to read again: a subscriber, or everybody. */
  private final BlockingQueue<Optional<SubscriberId>> changed =
      new ArrayBlockingQueue<>(NOTICES_WAITING);

  /** Whom there is something to say of that was said already, and what. */
  private volatile Map<SubscriberId, String> reported = Map.of();

  /** What was looked up and found since a reading of all began, which may not have seen it. */
  private final Map<SubscriberId, Found> meanwhile = new ConcurrentHashMap<>();

  private record Found(Business business, ReceptionSwitch set) {
    RoutingTable in(RoutingTable known) {
      return known.with(business).with(business.id(), set);
    }
  }

  private volatile DialingRules rules = DialingRules.unlimited();
  private volatile boolean missedSome;
  private volatile Instant lastLoaded;

  public PostgresRoutingTables(
      PostgresSubscribers subscribers, Caps caps, ReceptionSwitches switches) {
    this.subscribers = subscribers;
    this.caps = caps;
    this.switches = switches;
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            LOOKING_UP_AT_ONCE,
            LOOKING_UP_AT_ONCE,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(WAITING_TO_LOOK_UP),
            Thread.ofVirtual().name("number-look-up-", 0).factory());
    executor.allowCoreThreadTimeOut(true);
    this.lookUps = executor;
  }

  @Override
  public RoutingTable current() {
    return table.get();
  }

  /** From now on calls are put through only where these rules allow it. */
  public void follow(DialingRules next) {
    rules = next;
    table.updateAndGet(known -> known.withRules(next));
  }

  /** When all businesses were read last; empty until that succeeded once. */
  public Optional<Instant> lastLoaded() {
    return Optional.ofNullable(lastLoaded);
  }

  /** How many businesses are not in the table as they stand in the database. */
  public int incomplete() {
    return reported.size();
  }

  @Override
  public RoutingTable lookingUp(PhoneNumber number) {
    if (current().owner(number).isPresent() || isKnownToBeNobodys(number)) {
      return current();
    }
    CompletableFuture<RoutingTable> answer = lookingUp.computeIfAbsent(number, this::begin);
    try {
      // the table with what was found, whatever a reading of all that began before makes of it
      return answer.get(LONGEST_LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new Refusal.Unavailable("The database did not say in time whose the number is", late);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Refusal refusal
          ? refusal
          : new Refusal.Unavailable(
              "The database could not say whose the number is", failure.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Refusal.Unavailable("The node stops", stopped);
    }
  }

  private boolean isKnownToBeNobodys(PhoneNumber number) {
    Long since = nobodys.get(number);
    return since != null && System.nanoTime() - since < NOBODYS_REMEMBERED.toNanos();
  }

  private CompletableFuture<RoutingTable> begin(PhoneNumber number) {
    CompletableFuture<RoutingTable> answer = new CompletableFuture<>();
    try {
      lookUps.execute(() -> lookUp(number, answer));
    } catch (RejectedExecutionException tooMany) {
      answer.completeExceptionally(
          new Refusal.Unavailable("Too many numbers are being looked up", tooMany));
      // not now: the map is busy with this very number
      CompletableFuture.runAsync(() -> lookingUp.remove(number, answer));
    }
    return answer;
  }

  private void lookUp(PhoneNumber number, CompletableFuture<RoutingTable> answer) {
    try {
      Optional<Business> owner = subscribers.owner(number).flatMap(subscribers::find);
      RoutingTable known = owner.map(this::found).orElseGet(() -> nobodys(number));
      lookingUp.remove(number);
      answer.complete(known);
    } catch (RuntimeException failure) {
      lookingUp.remove(number);
      answer.completeExceptionally(failure);
    }
  }

  private RoutingTable found(Business business) {
    Found found = new Found(business, switches.of(business.id()));
    meanwhile.put(business.id(), found); // before it is put: see load()
    return table.updateAndGet(found::in);
  }

  private RoutingTable nobodys(PhoneNumber number) {
    if (nobodys.size() >= NOBODYS_AT_MOST) {
      nobodys.clear();
    }
    nobodys.put(number, System.nanoTime());
    return current();
  }

  private RoutingTable put(Business business) {
    return table.updateAndGet(new Found(business, switches.of(business.id()))::in);
  }

  /** A notice: this business changed. */
  public void changed(String subscriber) {
    try {
      readAgain(Optional.of(new SubscriberId(UUID.fromString(subscriber))));
    } catch (IllegalArgumentException strange) {
      LOG.warn("A notice names no subscriber");
    }
  }

  /** Notices may have been missed. */
  public void missedSome() {
    readAgain(Optional.empty());
  }

  private void readAgain(Optional<SubscriberId> whom) {
    if (!changed.offer(whom)) {
      missedSome = true;
    }
  }

  public void keepCurrent(Background background) {
    long nextLoad = System.nanoTime();
    while (background.isOpen()) {
      try {
        Set<Optional<SubscriberId>> again = next(nextLoad);
        if (again.isEmpty()
            || again.contains(Optional.<SubscriberId>empty())
            || missedSome
            || again.size() > ONE_BY_ONE) {
          nextLoad = System.nanoTime() + load().toNanos();
        } else {
          again.forEach(one -> one.ifPresent(this::readOne));
        }
      } catch (InterruptedException closed) {
        return;
      } catch (Refusal.Unavailable away) {
        LOG.warn("The routing table stays as it is: {}", away.getMessage());
        missedSome = true;
        background.pause(PAUSE_AFTER_FAILURE);
      } catch (RuntimeException failure) {
        LOG.error("The routing table stays as it is", Wordless.of(failure));
        missedSome = true;
        background.pause(PAUSE_AFTER_FAILURE);
      }
    }
  }

  /** What changed by now, or nothing when it is time to read all. */
  private Set<Optional<SubscriberId>> next(long nextLoad) throws InterruptedException {
    Set<Optional<SubscriberId>> again = new HashSet<>();
    // one who changes something all the time does not put off the reading of all
    if (missedSome || System.nanoTime() - nextLoad >= 0) {
      return again;
    }
    Optional<SubscriberId> first = changed.poll(nextLoad - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (first != null) {
      again.add(first);
      changed.drainTo(again);
    }
    return again;
  }

  /** Reads all and says how long to wait before the next time. */
  private Duration load() {
    long begun = System.nanoTime();
    missedSome = false;
    meanwhile.clear();
    BusinessRows.Loaded loaded = subscribers.load();
    report(loaded);
    RoutingTable last = table.get();
    List<Business> known =
        loaded.unreadable().keySet().stream().flatMap(id -> last.business(id).stream()).toList();
    RoutingTable read =
        RoutingTable.of(Stream.concat(loaded.businesses().stream(), known.stream()).toList())
            .withRules(rules)
            .withFull(caps.full())
            .withSwitches(switches.all());
    table.updateAndGet(_ -> {
      RoutingTable whole = read;
      for (Found found : meanwhile.values()) {
        whole = found.in(whole);
      }
      return whole;
    });
    if (!meanwhile.isEmpty()) {
      missedSome = true; // which of the two is newer is settled by reading again
    }
    lastLoaded = Instant.now();
    Duration period = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(PERIOD_PER_LOAD);
    return period.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : period;
  }

  /** One that cannot be read stays as it is, and keeps no other from being read. */
  private void readOne(SubscriberId id) {
    try {
      subscribers.find(id).ifPresent(this::put);
    } catch (Refusal.Conflict unreadable) {
      missedSome = true; // reading all reports it
    }
  }

  /** Each once, for as long as it is the same. */
  private void report(BusinessRows.Loaded loaded) {
    Map<SubscriberId, String> now = new HashMap<>();
    loaded
        .tooLarge()
        .forEach((id, what) -> now.put(id, "is answered without all of it: it has " + what));
    loaded
        .unreadable()
        .forEach((id, why) -> now.put(id, "stays as it was known last, if it was: " + why));
    now.forEach((id, words) -> {
      if (!words.equals(reported.get(id))) {
        LOG.warn("Business {} {}", id, words);
      }
    });
    reported = now;
  }

  public void close() {
    lookUps.shutdownNow();
  }
}
