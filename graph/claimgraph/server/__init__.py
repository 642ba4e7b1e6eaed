"""The SPARQL endpoint: every query runs in a worker process that can be killed, on a read-only snapshot.

```
HTTP ── app ── protocol, stored, graphs, pages … ── workers ──(socket)── worker process ── snapshot
                    └─ updates ── keeper process ── live store ── new snapshot
```

The process that talks HTTP never opens a store and never evaluates a query. Workers (`worker`) read one
snapshot, without network and under limits of memory, stack and time; the keeper (`keeper`) is the only one
that opens the live store, to take a snapshot or to apply an update.
"""
