"""The imports of the base image: the library's own package, and the modules that programs with a pool often import."""

from _webpool import identity, system_errors  # must precede multiprocessing

system_errors.install()

import collections
import concurrent.futures
import contextlib
import copy
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import gc
import itertools
import json
import linecache
import logging
import math
import multiprocessing
import multiprocessing.pool
import operator
import os
import pathlib
import pickle
import random
import re
import signal
import statistics
import string
import sys
import tempfile
import textwrap
import time
import traceback
import types
import typing
import uuid

from _webpool import numpy_standin, pool, processor, program, waiting

program.install()
for _name in [_name for _name in globals() if not _name.startswith("__")]:
    del globals()[_name]
__import__("gc").collect()
