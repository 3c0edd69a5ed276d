package ca.rocketreception.twilio;

import static ca.rocketreception.twilio.TwilioNumbers.asked;
import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.number.SipTrunk;
import ca.rocketreception.ports.driven.number.SipTrunks;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The elastic SIP trunks of our account at Twilio. Their names are not unique there, their domains
 * are, among all of Twilio's customers and for a month after a trunk was deleted: so a domain that
 * is taken is followed by the next one of a row.
 */
public final class TwilioTrunks implements SipTrunks {

  private static final int DOMAINS = 20;
  private static final int PRIORITY = 10;
  private static final int WEIGHT = 10;

  private final TwilioApi api;

  public TwilioTrunks(TwilioApi api) {
    this.api = requireNonNull(api, "api");
  }

  @Override
  public Optional<SipTrunk> named(String name) {
    return asked("look for the trunk", () -> first(name).map(this::whole));
  }

  private Optional<Trunk> first(String name) {
    return api.trunksNamed(name).stream().min(Comparator.comparing(Trunk::sid));
  }

  private SipTrunk whole(Trunk trunk) {
    TrunkSettings settings = trunk.settings();
    return new SipTrunk(
        trunk.sid(),
        settings.domainName(),
        settings.disasterRecoveryUrl(),
        settings.transferMode().equals("enable-all"),
        api.originations(trunk.sid()).stream()
            .map(Origination.Known::origination)
            .filter(Origination::enabled)
            .sorted(Comparator.comparing(Origination::priority))
            .map(Origination::sipUrl)
            .toList(),
        api.credentialListsOf(trunk.sid()).stream()
            .flatMap(list -> api.credentials(list.sid()).stream())
            .map(TwilioApi.Credential::username)
            .toList());
  }

  @Override
  public String make(String name, String recoveryUrl) {
    return asked(
        "make the trunk",
        () ->
            first(name)
                .map(there ->
                    api.changeTrunk(
                        there.sid(),
                        there
                            .settings()
                            .withDisasterRecovery(recoveryUrl, "POST")
                            .withTransfer("enable-all", "from-transferee")))
                .orElseGet(() -> create(name, recoveryUrl))
                .sid());
  }

  private Trunk create(String name, String recoveryUrl) {
    TwilioFailure.Taken taken = null;
    for (int domain = 1; domain <= DOMAINS; domain++) {
      try {
        return api.createTrunk(
            new TrunkSettings(
                name,
                domain(name, domain),
                recoveryUrl,
                "POST",
                "enable-all",
                "from-transferee",
                false));
      } catch (TwilioFailure.Taken another) {
        taken = another;
      }
    }
    throw taken;
  }

  private String domain(String name, int count) {
    return (name + "-" + api.mark() + (count == 1 ? "" : "-" + count)).toLowerCase(Locale.ROOT)
        + ".pstn.twilio.com";
  }

  @Override
  public void originate(String trunkId, String address) {
    asked(
        "lead the trunk to the voice AI",
        () -> {
          Origination wanted = new Origination("voice-ai", address, PRIORITY, WEIGHT, true);
          return api.originations(trunkId).stream()
              .filter(known -> known.origination().sipUrl().equals(address))
              .findFirst()
              .map(known -> api.changeOrigination(trunkId, known.sid(), wanted))
              .orElseGet(() -> api.createOrigination(trunkId, wanted));
        });
  }

  @Override
  public void allow(String trunkId, String user, String password) {
    asked(
        "let the voice AI call out",
        () -> {
          TwilioApi.CredentialList list =
              lists(trunkId).stream()
                  .findFirst()
                  .orElseGet(() -> api.createCredentialList(listName(trunkId)));
          if (api.credentialListsOf(trunkId).stream()
              .noneMatch(bound -> bound.sid().equals(list.sid()))) {
            api.bindCredentialList(trunkId, list.sid());
          }
          return api.credentials(list.sid()).stream()
              .filter(known -> known.username().equals(user))
              .findFirst()
              .map(known -> api.changePassword(list.sid(), known.sid(), password))
              .orElseGet(() -> api.createCredential(list.sid(), user, password));
        });
  }

  private List<TwilioApi.CredentialList> lists(String trunkId) {
    return api.credentialListsNamed(listName(trunkId)).stream()
        .sorted(Comparator.comparing(TwilioApi.CredentialList::sid))
        .toList();
  }

  private static String listName(String trunkId) {
    return "rocket-" + trunkId;
  }

  @Override
  public void forbid(String trunkId, String user) {
    asked(
        "let the voice AI call out no more",
        () -> {
          for (TwilioApi.CredentialList list : lists(trunkId)) {
            api.credentials(list.sid()).stream()
                .filter(known -> known.username().equals(user))
                .forEach(known -> api.deleteCredential(list.sid(), known.sid()));
          }
          return trunkId;
        });
  }

  /** Set on the number, which may be done twice and takes it off any other trunk. */
  @Override
  public void attach(String trunkId, String numberId) {
    asked(
        "put the number on the trunk",
        () -> api.changeNumber(numberId, NumberSettings.NONE.onTrunk(trunkId)));
  }

  @Override
  public void detach(String trunkId, String numberId) {
    asked(
        "take the number off the trunk",
        () -> {
          api.takeOffTrunk(trunkId, numberId);
          return numberId;
        });
  }

  @Override
  public void deleteUnused(String trunkId) {
    asked(
        "delete the trunk",
        () -> {
          if (api.trunk(trunkId).isPresent() && api.numbersOn(trunkId).isEmpty()) {
            for (TwilioApi.CredentialList list : lists(trunkId)) {
              api.unbindCredentialList(trunkId, list.sid());
              api.deleteCredentialList(list.sid());
            }
            api.deleteTrunk(trunkId);
          }
          return trunkId;
        });
  }
}
