package ca.rocketreception.ports.driving.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Sha256;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.Actor;
import ca.rocketreception.domain.access.ApiKey;
import ca.rocketreception.domain.access.ApiKeyId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.ports.driven.access.ApiKeys;
import ca.rocketreception.ports.driven.business.Subscribers;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Who may use the API: keys are made, shown once, and recognised. */
public final class ManagingKeys {

  private static final ApiKeyId CONFIGURED = new ApiKeyId(new UUID(0, 0));

  private final ApiKeys keys;
  private final Subscribers subscribers;
  private final Optional<String> operatorKeySha256;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final Supplier<String> secrets;

  /**
   * @param operatorKey an operator's key that is accepted without being stored
   * @param secrets gives a new random secret each time
   */
  public ManagingKeys(
      ApiKeys keys,
      Subscribers subscribers,
      Optional<String> operatorKey,
      InstantSource clock,
      Supplier<UUID> ids,
      Supplier<String> secrets) {
    this.keys = keys;
    this.subscribers = subscribers;
    this.operatorKeySha256 = operatorKey.map(Sha256::hex);
    this.clock = clock;
    this.ids = ids;
    this.secrets = secrets;
  }

  /** A key with its secret, which cannot be shown again. */
  public record Created(ApiKey key, String secret) {}

  /** Makes a key that opens one subscriber, and returns it: it cannot be shown again. */
  public String createFor(Slug slug, String name, String actor) {
    return createFor(slug, name, ApiKey.Scope.MANAGE, actor);
  }

  /** Makes a key that opens one subscriber, and returns it: it cannot be shown again. */
  public String createFor(Slug slug, String name, ApiKey.Scope scope, String actor) {
    SubscriberId whose = subscribers.id(slug).orElseThrow(() -> Business.unknown(slug));
    ApiKey key = newKey(ids.get(), Optional.of(whose), name, scope);
    return create(key, created(whose, Actor.named(actor), key)).secret();
  }

  /** Makes a key that opens everything, and returns it: it cannot be shown again. */
  public String createForOperator(String name) {
    return createForOperator(name, ApiKey.Scope.MANAGE);
  }

  /** Makes a key that opens everything, and returns it: it cannot be shown again. */
  public String createForOperator(String name, ApiKey.Scope scope) {
    ApiKey key = newKey(ids.get(), Optional.empty(), name, scope);
    return create(key, created(AuditEntry.NOBODY, Actor.named("command line"), key)).secret();
  }

  /**
   * Makes a key that opens the subscriber asked for.
   *
   * @throws Refusal.Conflict when a key of this id was made before, or there are too many
   */
  public Created create(Asked asked, UUID id, String name, ApiKey.Scope scope) {
    SubscriberId whose = asked.admitted(subscribers);
    ApiKey key = newKey(id, Optional.of(whose), name, scope);
    return create(key, created(whose, asked.actor(), key));
  }

  /**
   * Makes one more key that opens everything.
   *
   * @throws Refusal.Conflict when a key of this id was made before, or there are too many
   */
  public Created createForOperator(
      ApiKey asker, String requestId, UUID id, String name, ApiKey.Scope scope) {
    asker.requireOperator();
    asker.requireManaging();
    ApiKey key = newKey(id, Optional.empty(), name, scope);
    return create(key, created(AuditEntry.NOBODY, Actor.with(asker, requestId), key));
  }

  /** The keys of a subscriber, without those that are revoked. */
  public List<ApiKey> of(ApiKey asker, Slug slug) {
    return keys.of(Optional.of(Asked.opened(asker, slug, subscribers)));
  }

  /** The operator's keys, without those that are revoked. */
  public List<ApiKey> ofOperator(ApiKey asker) {
    asker.requireOperator();
    return keys.of(Optional.empty());
  }

  /** One of a subscriber's keys. */
  public ApiKey one(ApiKey asker, Slug slug, ApiKeyId id) {
    return one(id, of(asker, slug));
  }

  /** One of the operator's keys. */
  public ApiKey oneOfOperator(ApiKey asker, ApiKeyId id) {
    return one(id, ofOperator(asker));
  }

  /**
   * Revokes one of a subscriber's keys: from now on it opens nothing.
   *
   * @param expected refuses when it is not what the asker believes it to be
   */
  public void revoke(Asked asked, ApiKeyId id, Consumer<ApiKey> expected) {
    SubscriberId whose = asked.admitted(subscribers);
    ApiKey key = one(id, keys.of(Optional.of(whose)));
    expected.accept(key);
    revoke(key, revoked(whose, asked.actor(), key));
  }

  /** Revokes one of the operator's keys; not the one that is configured. */
  public void revokeOperators(
      ApiKey asker, String requestId, ApiKeyId id, Consumer<ApiKey> expected) {
    asker.requireOperator();
    asker.requireManaging();
    ApiKey key = one(id, keys.of(Optional.empty()));
    expected.accept(key);
    revoke(key, revoked(AuditEntry.NOBODY, Actor.with(asker, requestId), key));
  }

  private void revoke(ApiKey key, AuditEntry entry) {
    if (!keys.revoke(key.subscriber(), key.id(), clock.instant(), Optional.of(entry))) {
      throw noSuchKey(key.id());
    }
  }

  private static ApiKey one(ApiKeyId id, List<ApiKey> known) {
    return known.stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow(() -> noSuchKey(id));
  }

  private static Refusal noSuchKey(ApiKeyId id) {
    return new Refusal.NotFound(
        "There is no key " + id + ", or it is revoked already",
        "Take an id from the list of keys.");
  }

  /** The operator's key that is accepted without being stored, if a secret is that one. */
  public Optional<ApiKey> configured(String secret) {
    String sha256 = Sha256.hex(secret);
    return operatorKeySha256
        .filter(mine -> equalInConstantTime(mine, sha256))
        .map(mine -> new ApiKey(CONFIGURED, Optional.empty(), "OPERATOR_KEY", Instant.EPOCH));
  }

  /** The key that a secret is, or a refusal when it is none. */
  public ApiKey recognise(String secret) {
    return configured(secret).orElseGet(() -> stored(secret));
  }

  private ApiKey stored(String secret) {
    ApiKey known =
        keys.find(Sha256.hex(secret))
            .orElseThrow(() ->
                new Refusal.Unauthenticated(
                    "This API key is not known, or is revoked",
                    "Make one with: ./rocket key create --subscriber SLUG"));
    keys.used(known.id(), clock.instant());
    return known;
  }

  /** Those of these keys that still open what they opened when they were recognised. */
  public Set<ApiKeyId> valid(Set<ApiKeyId> ids) {
    Set<ApiKeyId> valid =
        new HashSet<>(
            keys.valid(
                ids.stream()
                    .filter(id -> !id.equals(CONFIGURED))
                    .collect(Collectors.toUnmodifiableSet())));
    if (ids.contains(CONFIGURED)) {
      valid.add(CONFIGURED); // as long as this node runs
    }
    return valid;
  }

  private ApiKey newKey(
      UUID id, Optional<SubscriberId> subscriber, String name, ApiKey.Scope scope) {
    return new ApiKey(new ApiKeyId(id), subscriber, name, scope, clock.instant(), Optional.empty());
  }

  private AuditEntry created(SubscriberId trail, Actor actor, ApiKey key) {
    return new AuditEntry(
        trail, clock.instant(), actor, "created key", key.name(), "", key.inWords());
  }

  private AuditEntry revoked(SubscriberId trail, Actor actor, ApiKey key) {
    return new AuditEntry(
        trail, clock.instant(), actor, "revoked key", key.name(), key.inWords(), "");
  }

  private Created create(ApiKey key, AuditEntry entry) {
    String secret = secrets.get();
    keys.add(key, Sha256.hex(secret), Optional.of(entry));
    return new Created(key, secret);
  }

  private static boolean equalInConstantTime(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }
}
