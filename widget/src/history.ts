import { attempt } from "./memory";

const MARK = "rocket-chat";

/**
 * Where the chat covers the screen, going back closes it, as on a phone everything does that covers the screen. The entry
 * for that has the page's own address and state, and the page's router does not hear of its going.
 */
export const createBackStep = (onBack: () => void) => {
  let entered = false;
  const isOurs = () => !!history.state?.[MARK];

  return {
    enter: () =>
      attempt(() => {
        if (!isOurs()) history.pushState({ ...history.state, [MARK]: true }, "");
        entered = true;
      }),
    leave() {
      if (entered && isOurs()) history.back();
    },
    hear(event: Event) {
      if (!entered || isOurs()) return;
      event.stopImmediatePropagation();
      entered = false;
      onBack();
    },
  };
};
