"""Our engine against its peers, on the same generated pile and the same questions.

    python -m tests.benchmarks                     10,000 and 100,000 articles
    python -m tests.benchmarks --huge --json FILE  1,000,000 too, all figures to a file
    python -m tests.benchmarks --peers ours tantivy --articles 100000
    python -m tests.benchmarks.stages 100000       what takes how long in our own engine

`prepare` makes the `pile` and its `questions`; `runner` builds and asks each `peer` through a
`worker` process; `http_rate` measures requests; `report` prints ratios and targets; `stages` says
where our own time goes. Only ratios travel between machines. To add a peer, add its module and a
line to `peer.PEERS`.
"""
