# cmake -DFROM=… -DTO=… -P append.cmake: appends a file to another one, where there is that one.
if(EXISTS ${TO})
  file(READ ${FROM} text)
  file(APPEND ${TO} "\n${text}")
endif()
