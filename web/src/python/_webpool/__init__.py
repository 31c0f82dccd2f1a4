"""Python's own multiprocessing on webpool's processors.

The classes of the standard library are subclassed, and only the parts that need operating system processes, threads and
pipes are replaced. `pool` contains Pool, `waiting` replaces `threading` for its results, `processor` runs tasks, and
`program` runs the main program. `calls` and `unread` describe what the program calls to those who follow it. `bridge` binds
the JavaScript functions that these call.
"""
