-- For the one rule of the books that no order's rows can tell alone: that no two orders have posted the same operation (L5). One row for
-- each posting, in the order in which operations are made.
CREATE INDEX "ledger_entries_postings" ON "ledger_entries" ("operation_id", "purpose", "order_id") WHERE "transfer" = 1 AND "side" = 'debit';
