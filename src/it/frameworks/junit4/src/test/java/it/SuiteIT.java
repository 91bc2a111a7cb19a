package it;

import org.junit.runner.RunWith;
import org.junit.runners.Suite;

/** Runs a class that runs without it, too. */
@RunWith(Suite.class)
@Suite.SuiteClasses(CapitalIT.class)
public class SuiteIT {}
