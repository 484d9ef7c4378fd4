import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { QueriesModule } from '../queries/queries.module.js';
import { graphqlOptions } from './graphql/graphql-options.js';
import { DeadLetterConnectionResolver } from './graphql/dead-letter-connection.resolver.js';
import { DeadLetterGroupsResolver } from './graphql/dead-letter-groups.resolver.js';
import { DeadLetterMutationsResolver } from './graphql/dead-letter-mutations.resolver.js';
import { DeadLetterResolver } from './graphql/dead-letter.resolver.js';
import { LedgerAccountsResolver } from './graphql/ledger-accounts.resolver.js';
import { OrderConnectionResolver } from './graphql/order-connection.resolver.js';
import { OrderStatsResolver } from './graphql/order-stats.resolver.js';
import { OrderResolver } from './graphql/order.resolver.js';
import { PaymentConnectionResolver } from './graphql/payment-connection.resolver.js';
import { PaymentMutationsResolver } from './graphql/payment-mutations.resolver.js';
import { PaymentResolver } from './graphql/payment.resolver.js';
import { ReconciliationResolver } from './graphql/reconciliation.resolver.js';
import { StateMachineResolver } from './graphql/state-machine.resolver.js';
import { PaymentDoor } from './payments/payment-door.js';
import { RestModule } from './rest/rest.module.js';

/** The doors for people and their programs. Needs CqrsModule and `Database` to be global, and `configureHttp` to be called. */
@Module({
  imports: [
    GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, ...graphqlOptions }),
    QueriesModule,
    RestModule,
  ],
  providers: [
    DeadLetterConnectionResolver,
    DeadLetterGroupsResolver,
    DeadLetterMutationsResolver,
    DeadLetterResolver,
    LedgerAccountsResolver,
    OrderConnectionResolver,
    OrderResolver,
    OrderStatsResolver,
    PaymentConnectionResolver,
    PaymentDoor,
    PaymentMutationsResolver,
    PaymentResolver,
    ReconciliationResolver,
    StateMachineResolver,
  ],
})
export class ApiModule {}
