"""Python's own multiprocessing on webpool's processors.

The standard library's modules are subclassed, and only what needs operating system processes, threads and pipes is
replaced: `pool` holds Pool, `waiting` what its results wait with, `processor` what runs tasks, `program` what runs a main
program. `bridge` binds the functions of the page's JavaScript.
"""
