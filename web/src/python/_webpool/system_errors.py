"""Makes errors of files those of Linux: "[Errno 2] No such file or directory".

Emscripten's C library has other numbers, such as 44 for this error, and programs print and compare them. C code raises such
an error by calling `OSError(number, text, file name)`, which looks up the class for the number in a table of the interpreter
(`errnomap` of Objects/exceptions.c in CPython 3.14). This module changes that table to a class whose instances translate
their number and become instances of the class that Linux has for it. CPython's own classes are in C and cannot be changed.
"""

import builtins
import errno
import gc
import os
import sys

# The numbers and messages of Linux, by the name of the number.
_LINUX = {
    "EPERM": (1, "Operation not permitted"),
    "ENOENT": (2, "No such file or directory"),
    "EIO": (5, "Input/output error"),
    "EBADF": (9, "Bad file descriptor"),
    "ENOMEM": (12, "Cannot allocate memory"),
    "EACCES": (13, "Permission denied"),
    "EBUSY": (16, "Device or resource busy"),
    "EEXIST": (17, "File exists"),
    "EXDEV": (18, "Invalid cross-device link"),
    "ENODEV": (19, "No such device"),
    "ENOTDIR": (20, "Not a directory"),
    "EISDIR": (21, "Is a directory"),
    "EINVAL": (22, "Invalid argument"),
    "EMFILE": (24, "Too many open files"),
    "EFBIG": (27, "File too large"),
    "ENOSPC": (28, "No space left on device"),
    "ESPIPE": (29, "Illegal seek"),
    "EROFS": (30, "Read-only file system"),
    "ENAMETOOLONG": (36, "File name too long"),
    "ENOSYS": (38, "Function not implemented"),
    "ENOTEMPTY": (39, "Directory not empty"),
    "ELOOP": (40, "Too many levels of symbolic links"),
}

# Maps Emscripten's number and message of these errors to those of Linux.
_TRANSLATIONS = {
    (getattr(errno, name), os.strerror(getattr(errno, name))): linux for name, linux in _LINUX.items()
}

_KINDS = {}


def _kind(base, *numbers):
    kind = type(base.__name__, (base,), {"__module__": "builtins", "__doc__": base.__doc__, "__slots__": ()})
    _KINDS.update(dict.fromkeys(numbers, kind))
    return kind


class _FileError(OSError):
    """A system error without a subclass of OSError. It is called OSError, and pickled as one."""

    __slots__ = ()

    def __reduce__(self):
        return (OSError, *super().__reduce__()[1:])


_FileError.__name__ = _FileError.__qualname__ = "OSError"
_FileError.__module__ = "builtins"


class _SystemError(OSError):
    """The class that `OSError` creates for the numbers above: becomes an instance of the class that Linux has for it."""

    __slots__ = ()

    def __init__(self, number, text=None, *names):
        number, text = _TRANSLATIONS.get((number, text), (number, text))
        super().__init__(number, text, *names)
        self.__class__ = _KINDS.get(number, _FileError)


def install():
    """Make errors, the numbers of `errno` and the messages of `os.strerror` those of Linux."""
    (errnomap,) = (
        table
        for table in gc.get_referrers(FileNotFoundError)
        if isinstance(table, dict) and table.get(errno.ENOENT) is FileNotFoundError
    )
    builtins.FileNotFoundError = _kind(FileNotFoundError, 2)
    builtins.FileExistsError = _kind(FileExistsError, 17)
    builtins.IsADirectoryError = _kind(IsADirectoryError, 21)
    builtins.NotADirectoryError = _kind(NotADirectoryError, 20)
    builtins.PermissionError = _kind(PermissionError, 1, 13)
    numbers = [number for number, _ in (*_TRANSLATIONS, *_LINUX.values())]
    errnomap.update(dict.fromkeys(numbers, _SystemError))
    _rename_numbers()
    strerror = os.strerror
    texts = dict(_LINUX.values())
    os.strerror = lambda number: texts.get(number) or strerror(number)


def _rename_numbers():
    changes = {name: (getattr(errno, name), number) for name, (number, _) in _LINUX.items()}
    for before, _ in changes.values():
        errno.errorcode.pop(before, None)
    errno.errorcode.update({number: name for name, (_, number) in changes.items()})
    # Also changes numbers that modules have imported by name.
    for module in list(sys.modules.values()):
        for name, (before, number) in changes.items():
            if getattr(module, name, None) == before:
                setattr(module, name, number)
