// Most tests wait for a process, a clock or a socket, so four at a time keep two processors busy.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
