"""What an index is on disk.

`layout` is the file: named arrays, mapped and checksummed. `segment` says what the arrays of a
segment mean, and reads them: `packing` the postings, `keys` and `columns` the rest, `stored` and
`frames` the articles. `head` is the commit: the one small file that names the segments, the
deletions and the stories of a generation. `arrays` has what is done to many of them.

To add an array, write it where segments are written and read it in `segment`; to change the meaning
of one, raise `layout.VERSION` as well.
"""
