/** The content types that we read and write. */
export const massTransitMedia = 'application/vnd.masstransit+json';
export const cloudEventsMedia = 'application/cloudevents+json';
export const jsonMedia = 'application/json';
