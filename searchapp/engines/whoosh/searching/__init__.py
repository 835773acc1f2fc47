"""What a query finds in one generation, and what is shown of it.

answer    the steps, in order
snapshot  a generation, opened: its parts, statistics and stories
evaluate  a query tree to documents with scores: `postings` the words, `occurrences` where they
          stand, `vocabulary` patterns; `found` is what comes out, `scratch` room to work in
collect   filters, exact totals, the best hits in order
counting  facets, from `values`
marks     where the words stand in a hit; `snippets` the passages around them
"""
