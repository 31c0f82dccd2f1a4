	switch (t->back) {
	default: Uerror("bad return move");
	case  0: goto R999; /* nothing to undo */

		 /* PROC :init: */

	case 3: // STATE 3
		;
		((P3 *)_this)->r = trpt->bup.ovals[1];
		now.left_[ Index(((P3 *)_this)->i, 1) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 4: // STATE 7
		;
		((P3 *)_this)->r = trpt->bup.ovals[2];
		now.end_[ Index(((((P3 *)_this)->i*2)+((P3 *)_this)->r), 2) ] = trpt->bup.ovals[1];
		now.next_[ Index(((((P3 *)_this)->i*2)+((P3 *)_this)->r), 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 5: // STATE 13
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 6: // STATE 19
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 8: // STATE 21
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 9: // STATE 22
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 10: // STATE 28
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 12: // STATE 30
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 13: // STATE 31
		;
		((P3 *)_this)->i = trpt->bup.oval;
		;
		goto R999;

	case 14: // STATE 37
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 15: // STATE 39
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Ender */

	case 16: // STATE 2
		;
		now.lock_ = trpt->bup.oval;
		;
		goto R999;

	case 17: // STATE 4
		;
		now.state_ = trpt->bup.oval;
		;
		goto R999;

	case 18: // STATE 5
		;
		now.ending_ = trpt->bup.oval;
		;
		goto R999;

	case 19: // STATE 6
		;
		now.lock_ = trpt->bup.oval;
		;
		goto R999;

	case 20: // STATE 7
		;
		now.wakes_ = trpt->bup.oval;
		;
		goto R999;
	case 21: // STATE 18
		sv_restor();
		goto R999;

	case 22: // STATE 19
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Processor */

	case 23: // STATE 2
		;
		now.lock_ = trpt->bup.oval;
		;
		goto R999;

	case 24: // STATE 4
		;
		attached[ Index(((P1 *)_this)->me, 2) ] = trpt->bup.oval;
		;
		goto R999;
	case 25: // STATE 21
		sv_restor();
		goto R999;
	case 26: // STATE 87
		sv_restor();
		goto R999;

	case 27: // STATE 88
		;
		now.lock_ = trpt->bup.oval;
		;
		goto R999;

	case 28: // STATE 90
		;
		((P1 *)_this)->found = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->found = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 29: // STATE 91
		;
	/* 0 */	((P1 *)_this)->idled = trpt->bup.oval;
		;
		;
		goto R999;

	case 30: // STATE 92
		;
		((P1 *)_this)->spinning = trpt->bup.oval;
		;
		goto R999;

	case 31: // STATE 93
		;
	/* 0 */	((P1 *)_this)->spinning = trpt->bup.oval;
		;
		;
		goto R999;

	case 32: // STATE 95
		;
		now.wakes_ = trpt->bup.oval;
		;
		goto R999;
	case 33: // STATE 113
		sv_restor();
		goto R999;

	case 34: // STATE 120
		;
		((P1 *)_this)->idled = trpt->bup.ovals[1];
		((P1 *)_this)->spinning = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 35: // STATE 120
		;
		((P1 *)_this)->idled = trpt->bup.oval;
		;
		goto R999;

	case 36: // STATE 126
		;
		((P1 *)_this)->mine = trpt->bup.ovals[1];
		((P1 *)_this)->j = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 37: // STATE 128
		;
		now.lock_ = trpt->bup.oval;
		;
		goto R999;
	case 38: // STATE 146
		sv_restor();
		goto R999;

	case 39: // STATE 147
		;
		((P1 *)_this)->ended = trpt->bup.oval;
		;
		goto R999;

	case 40: // STATE 148
		;
		now.lock_ = trpt->bup.oval;
		;
		goto R999;

	case 41: // STATE 149
		;
	/* 0 */	((P1 *)_this)->ended = trpt->bup.oval;
		;
		;
		goto R999;

	case 42: // STATE 154
		;
		((P1 *)_this)->idled = trpt->bup.oval;
		;
		goto R999;

	case 43: // STATE 156
		;
		now.spinners_ = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 45: // STATE 158
		;
		now.spinners_ = trpt->bup.oval;
		;
		goto R999;

	case 46: // STATE 161
		;
		now.spinners_ = trpt->bup.oval;
		;
		goto R999;

	case 47: // STATE 166
		;
		((P1 *)_this)->seen = trpt->bup.oval;
		;
		goto R999;

	case 48: // STATE 167
		;
		now.sleepers_ = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 50: // STATE 175
		;
		((P1 *)_this)->seen = trpt->bup.ovals[2];
		now.asleep[ Index(((P1 *)_this)->me, 2) ] = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->seen = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 51: // STATE 175
		;
		((P1 *)_this)->seen = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 53: // STATE 180
		;
		now.sleepers_ = trpt->bup.oval;
		;
		goto R999;

	case 54: // STATE 181
		;
		((P1 *)_this)->seen = trpt->bup.oval;
		;
		goto R999;

	case 55: // STATE 184
		;
		((P1 *)_this)->found = trpt->bup.ovals[1];
		((P1 *)_this)->chunk = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 56: // STATE 190
		;
		((P1 *)_this)->chunk = trpt->bup.ovals[1];
		now.next_[ Index(((((P1 *)_this)->j*2)+((P1 *)_this)->mine), 2) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 57: // STATE 190
		;
		((P1 *)_this)->chunk = trpt->bup.oval;
		;
		goto R999;

	case 58: // STATE 193
		;
		((P1 *)_this)->found = trpt->bup.ovals[1];
	/* 0 */	((P1 *)_this)->found = trpt->bup.ovals[0];
		;
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 59: // STATE 196
		;
		((P1 *)_this)->done = trpt->bup.ovals[1];
		now.ran[ Index(((P1 *)_this)->j, 1) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		;
		
	case 61: // STATE 207
		;
		((P1 *)_this)->v = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 63: // STATE 213
		;
		((P1 *)_this)->found = trpt->bup.ovals[3];
		now.end_[ Index(((((P1 *)_this)->j*2)+((P1 *)_this)->v), 2) ] = trpt->bup.ovals[2];
		((P1 *)_this)->dropped = trpt->bup.ovals[1];
		((P1 *)_this)->middle = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 4);
		goto R999;
;
		
	case 64: // STATE 217
		goto R999;

	case 65: // STATE 215
		;
		((P1 *)_this)->v = trpt->bup.oval;
		;
		goto R999;

	case 66: // STATE 219
		;
	/* 0 */	((P1 *)_this)->found = trpt->bup.oval;
		;
		;
		goto R999;
	case 67: // STATE 226
		sv_restor();
		goto R999;

	case 68: // STATE 236
		;
		((P1 *)_this)->v = trpt->bup.oval;
		;
		goto R999;

	case 69: // STATE 237
		;
		now.held[ Index(((((P1 *)_this)->j*2)+((P1 *)_this)->mine), 2) ] = trpt->bup.oval;
		;
		goto R999;

	case 70: // STATE 238
		;
	/* 0 */	((P1 *)_this)->done = trpt->bup.oval;
		;
		;
		goto R999;

	case 71: // STATE 242
		;
		((P1 *)_this)->last = trpt->bup.ovals[1];
		now.left_[ Index(((P1 *)_this)->j, 1) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 72: // STATE 244
		;
	/* 0 */	((P1 *)_this)->last = trpt->bup.oval;
		;
		;
		goto R999;

	case 73: // STATE 248
		;
		((P1 *)_this)->was = trpt->bup.ovals[1];
		now.settled_by_[ Index(((P1 *)_this)->j, 1) ] = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 74: // STATE 252
		goto R999;

	case 75: // STATE 250
		;
		((P1 *)_this)->was = trpt->bup.oval;
		;
		goto R999;

	case 76: // STATE 254
		;
	/* 0 */	((P1 *)_this)->was = trpt->bup.oval;
		;
		;
		goto R999;

	case 77: // STATE 256
		;
		now.job_state[ Index(((P1 *)_this)->j, 1) ] = trpt->bup.ovals[1];
		((P1 *)_this)->was = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 78: // STATE 258
		;
	/* 0 */	((P1 *)_this)->was = trpt->bup.oval;
		;
		;
		goto R999;

	case 79: // STATE 259
		;
		now.waiter_asleep[ Index(((P1 *)_this)->j, 1) ] = trpt->bup.oval;
		;
		goto R999;

	case 80: // STATE 273
		;
		((P1 *)_this)->last = trpt->bup.ovals[2];
		((P1 *)_this)->was = trpt->bup.ovals[1];
		((P1 *)_this)->was = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 81: // STATE 273
		;
		((P1 *)_this)->last = trpt->bup.ovals[1];
		((P1 *)_this)->was = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 82: // STATE 273
		;
		((P1 *)_this)->last = trpt->bup.oval;
		;
		goto R999;
	case 83: // STATE 279
		sv_restor();
		goto R999;

	case 84: // STATE 282
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Submitter */
;
		;
		
	case 86: // STATE 2
		;
		now.refused[ Index(((P0 *)_this)->me, 1) ] = trpt->bup.oval;
		;
		goto R999;

	case 87: // STATE 7
		;
		now.incoming[ Index(((P0 *)_this)->me, 1) ] = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 89: // STATE 10
		;
		now.lock_ = trpt->bup.oval;
		;
		goto R999;
	case 90: // STATE 28
		sv_restor();
		goto R999;
	case 91: // STATE 36
		sv_restor();
		goto R999;

	case 92: // STATE 37
		;
		now.lock_ = trpt->bup.oval;
		;
		goto R999;

	case 93: // STATE 38
		;
	/* 0 */	((P0 *)_this)->taken = trpt->bup.oval;
		;
		;
		goto R999;

	case 94: // STATE 39
		;
		now.refused[ Index(((P0 *)_this)->me, 1) ] = trpt->bup.oval;
		;
		goto R999;

	case 95: // STATE 47
		;
		((P0 *)_this)->spinning = trpt->bup.oval;
		;
		goto R999;

	case 96: // STATE 48
		;
	/* 0 */	((P0 *)_this)->spinning = trpt->bup.oval;
		;
		;
		goto R999;

	case 97: // STATE 50
		;
		now.wakes_ = trpt->bup.oval;
		;
		goto R999;
	case 98: // STATE 68
		sv_restor();
		goto R999;

	case 99: // STATE 71
		;
		((P0 *)_this)->spinning = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 101: // STATE 76
		;
		now.job_state[ Index(((P0 *)_this)->me, 1) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 102: // STATE 79
		goto R999;

	case 103: // STATE 82
		;
		now.waiter_asleep[ Index(((P0 *)_this)->me, 1) ] = trpt->bup.oval;
		;
		goto R999;
;
		
	case 104: // STATE 85
		goto R999;
;
		;
		;
		;
		
	case 107: // STATE 92
		;
		p_restor(II);
		;
		;
		goto R999;
	}

