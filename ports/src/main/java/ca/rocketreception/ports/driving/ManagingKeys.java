package ca.rocketreception.ports.driving;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.ApiKey;
import ca.rocketreception.domain.ApiKeyId;
import ca.rocketreception.domain.AuditEntry;
import ca.rocketreception.domain.Business;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import ca.rocketreception.ports.driven.ApiKeys;
import ca.rocketreception.ports.driven.Subscribers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Who may use the API: keys are made, shown once, and recognised. */
public final class ManagingKeys {

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
    this.operatorKeySha256 = operatorKey.map(ManagingKeys::sha256);
    this.clock = clock;
    this.ids = ids;
    this.secrets = secrets;
  }

  /** Makes a key that opens one subscriber, and returns it: it cannot be shown again. */
  public String createFor(Slug slug, String name, String actor) {
    Business business = subscribers.find(slug).orElseThrow(() -> Business.unknown(slug));
    Instant now = clock.instant();
    AuditEntry entry = new AuditEntry(business.id(), now, actor, "created key", name);
    return create(Optional.of(business), name, now, Optional.of(entry));
  }

  /** Makes a key that opens everything, and returns it: it cannot be shown again. */
  public String createForOperator(String name) {
    return create(Optional.empty(), name, clock.instant(), Optional.empty());
  }

  /** The key that a secret is, or a refusal when it is none. */
  public ApiKey recognise(String secret) {
    String sha256 = sha256(secret);
    if (operatorKeySha256.filter(mine -> equalInConstantTime(mine, sha256)).isPresent()) {
      return new ApiKey(
          new ApiKeyId(new UUID(0, 0)), Optional.empty(), "OPERATOR_KEY", Instant.EPOCH);
    }
    return keys.find(sha256)
        .orElseThrow(() ->
            new Refusal.Unauthenticated(
                "This API key is not known, or is revoked",
                "Make one with: ./rocket key create --subscriber SLUG"));
  }

  private String create(
      Optional<Business> business, String name, Instant now, Optional<AuditEntry> entry) {
    String secret = secrets.get();
    keys.add(
        new ApiKey(new ApiKeyId(ids.get()), business.map(Business::id), name, now),
        sha256(secret),
        entry);
    return secret;
  }

  private static boolean equalInConstantTime(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  private static String sha256(String secret) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
