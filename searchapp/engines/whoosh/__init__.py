"""The Whoosh engine: an index in a folder, searched by whole arrays.

    plan  -> writing   -> format        an update: articles to segments, segments to fewer
    query -> searching -> Results       a search: compiled, evaluated, collected, shown
    text  -> suggesting                 what is typed, completed; what was mistyped, corrected

Four packages, each read by itself; the first line of a module says what it is:

    format      what a segment is on disk, byte by byte, and the head that names the segments
    writing     the only one that writes: builds segments, merges them, commits
    searching   what a query finds in a generation, counts, ranks and shows; knows no writer
    suggesting  completion and corrections, from the same dictionary

`engine` is the door to all of them, `codec` what Whoosh's own tools see of an index.

What always holds: a generation never changes, and threads share it without a lock; a search takes
the one of its moment, and whoever finds a new HEAD opens the next. Answers are remembered with
the generation that gave them, and forgotten with it. A segment is written once, under
a name that is never used again, and synced before HEAD names it. Postings of a list ascend by
document, positions of a posting ascend, units are sorted by word, then language. What is read from
disk is checked (CRC-32 of 64 KiB) when it is first touched, and nothing is unpickled.

What things cost, for k keys, p postings of the words asked for, h hits, c combinations of facet
values: opening O(1) a segment, it is mapped; a word O(log k), then a slice; OR and AND O(p), from
the rarest list on; a phrase O(positions in what has all its words); a prefix O(p) of all its words
together, which stand side by side; the best n of the hits O(h); facets O(c); a hit shown one frame
of some 1 KB; one of the last questions, asked again, O(1); a build O(t log t) for t words, in the
memory that is set; a merge O(p), in 100 MB and some 250 bytes a document; a deletion a bit, until a
quarter of a segment is deleted.
`tests/benchmarks` measures all of it beside other engines.

What it deliberately does not do: score by position (phrases score as their words), keep term
vectors, skip within a list (it is read whole, unless a few documents are looked up in it), search
while it writes in the same call, or read an index of another version.
"""
