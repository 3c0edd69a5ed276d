package ca.rocketreception.ports.driven.routing;

import static ca.rocketreception.domain.Samples.CALLER;
import static ca.rocketreception.domain.Samples.DENTAL_NUMBER;
import static ca.rocketreception.domain.Samples.aDentist;
import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import org.junit.jupiter.api.Test;

/** What every keeper of routing tables keeps to. */
public interface RoutingTablesContract {

  Subscribers subscribers();

  /** One that was made before there were any businesses. */
  RoutingTables routingTables();

  @Test
  default void aNumberThatIsNotThereYetIsFoundByLookingItUp() {
    RoutingTables tables = routingTables();
    assertThat(tables.current().owner(DENTAL_NUMBER)).isEmpty();
    SubscribersContract.stored(subscribers(), aDentist());

    assertThat(tables.lookingUp(DENTAL_NUMBER).owner(DENTAL_NUMBER).map(Business::id))
        .contains(aDentist().id());
    assertThat(tables.current().owner(DENTAL_NUMBER).map(Business::id)).contains(aDentist().id());
  }

  @Test
  default void aNumberOfNobodysStaysUnknown() {
    SubscribersContract.stored(subscribers(), aDentist());

    assertThat(routingTables().lookingUp(CALLER).owner(CALLER)).isEmpty();
    assertThat(routingTables().lookingUp(CALLER).owner(CALLER)).isEmpty();
  }
}
