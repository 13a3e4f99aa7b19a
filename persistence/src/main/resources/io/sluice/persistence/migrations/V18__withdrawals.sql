-- Counts how often something was taken out of the store of files. A sequence, since what it says is
-- seen at once by all, and stays said where a transaction is undone.
CREATE SEQUENCE sluice.withdrawals;
