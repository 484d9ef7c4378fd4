import { Injectable } from '@nestjs/common';
import { type ICommand, type IEvent, ofType, Saga } from '@nestjs/cqrs';
import { EMPTY, mergeMap, type Observable, of } from 'rxjs';
import { AdvanceOrder } from './advance-order.js';
import { IntegrationEventReceived } from './integration-event-received.js';

/** Integration event → command. To add a step to the saga, see README. */
@Injectable()
export class OrderFinanceSaga {
  // A throw in a saga's stream would end the stream, silently and for good: each event is mapped inside its own
  // mergeMap, and what its mapping throws settles its own delivery.
  @Saga()
  integrationEvents(events: Observable<IEvent>): Observable<ICommand> {
    return events.pipe(
      ofType(IntegrationEventReceived),
      mergeMap((received) => {
        try {
          return of(this.commandFor(received));
        } catch (error) {
          received.settlement.failed(error);
          return EMPTY;
        }
      }),
    );
  }

  commandFor({ event, original, settlement }: IntegrationEventReceived): ICommand {
    return new AdvanceOrder(event.orderId, event.input, { original, settlement });
  }
}
