/** Stand-ins that tests of several packages share. */
package dev.navarch.apiserver.testing;
