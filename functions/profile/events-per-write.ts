/** Most events that go into one write, so that the ids of a burst do not outgrow the item. */
export const eventsPerWrite = 200;
