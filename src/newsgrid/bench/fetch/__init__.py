"""What fetching and storing feeds costs, beside other feed readers, and how politely it is done.

`run` measures; `ours` and `lemon24` are the programs that are measured, each in processes of its own; `cost` stands
around such a process and says what it took.
"""
