import { registerEnumType } from '@nestjs/graphql';
import { accounts } from '../../ledger/account.js';
import { phases, purposes, sides } from '../../queries/ledger/ledger-words.js';
import { enumOf } from './enum-of.js';

export const LedgerAccountName = enumOf(accounts);
export const LedgerSide = enumOf(sides);
export const LedgerPhase = enumOf(phases);
export const LedgerPurpose = enumOf(purposes);

registerEnumType(LedgerAccountName, {
  name: 'LedgerAccountName',
  valuesMap: {
    AUTH_HOLD_ASSET: { description: 'What is authorized, as a memo: no money.' },
    AUTH_HOLD_CONTRA: { description: 'The other side of that memo.' },
    PSP_CLEARING: { description: 'What the gateway owes us; below zero it is owed.' },
    DEFERRED_REVENUE: { description: 'Captured, and not settled yet.' },
    REFUNDS_PAYABLE: { description: 'To be paid back, and not paid back yet.' },
    CHARGEBACKS: { description: 'Taken back by an issuer, while it is disputed.' },
    CHARGEBACK_LOSSES: { description: 'Disputes that were lost.' },
    SUSPENSE: { description: 'What nobody has explained; below zero it came in.' },
  },
});
registerEnumType(LedgerSide, { name: 'LedgerSide' });
registerEnumType(LedgerPhase, {
  name: 'LedgerPhase',
  valuesMap: {
    POSTED: { description: 'Moves money.' },
    PENDING: { description: 'Holds an amount.' },
    POST: { description: 'Takes from a hold.' },
    VOID: { description: 'Gives back what is held.' },
  },
});
registerEnumType(LedgerPurpose, { name: 'LedgerPurpose', description: 'The fact that an entry was posted for.' });
