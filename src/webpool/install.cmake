# Installs the library, its headers, and the files with which CMake and pkg-config find them. `--component runtime` is the
# shared library that programs need when they run, `--component development` the rest.
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/webpool)
install(
  TARGETS webpool
  EXPORT webpool-targets
  RUNTIME COMPONENT runtime
  LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
  ARCHIVE COMPONENT development)
install(EXPORT webpool-targets NAMESPACE webpool:: DESTINATION ${package} COMPONENT development)
install(DIRECTORY ${CMAKE_CURRENT_LIST_DIR} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
        FILES_MATCHING PATTERN "*.hpp")
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/webpool-config.cmake.in
                              ${CMAKE_CURRENT_BINARY_DIR}/webpool-config.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/webpool-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/webpool-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/webpool-config-version.cmake
        DESTINATION ${package} COMPONENT development)

# The prefix is relative to the .pc file, so that an installed tree can be moved. Folders given as absolute paths stay.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(pkgconfig_prefix "${CMAKE_INSTALL_PREFIX}")
else()
  # Below a folder, since CMake on Windows takes "/" for no full path.
  file(RELATIVE_PATH up "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
  string(REGEX REPLACE "/$" "" up "${up}")
  set(pkgconfig_prefix "\${pcfiledir}/${up}")
endif()
foreach(folder LIBDIR INCLUDEDIR)
  set(pkgconfig_${folder} "\${prefix}/${CMAKE_INSTALL_${folder}}")
  if(IS_ABSOLUTE "${CMAKE_INSTALL_${folder}}")
    set(pkgconfig_${folder} "${CMAKE_INSTALL_${folder}}")
  endif()
endforeach()
set(pkgconfig_cflags "")
if(type STREQUAL SHARED_LIBRARY)
  set(pkgconfig_cflags " -DWEBPOOL_SHARED")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/webpool.pc.in ${CMAKE_CURRENT_BINARY_DIR}/webpool.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/webpool.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
